// The GPIO function of the pads. State survives its users: a line that is released keeps direction
// and level, as the kernel driver leaves it.
//
// Apps come in here by their services, real-time cores by GpioRegisters: one state for both.
#pragma once

#include "perisphere/engine/drive.hpp"
#include "perisphere/engine/snapshot.hpp"
#include "perisphere/soc/pads.hpp"

#include <array>
#include <cstddef>

namespace perisphere::soc
{

class Gpio
{
public:
    explicit Gpio(Pads& pads)
        : m_pads(pads)
    {
    }

    void setInput(std::size_t gpio);

    /// Changes mode and level in one step, without another level in between.
    void setOutput(std::size_t gpio, engine::OutputMode mode, bool high);

    /// The level of an output; kept for later, without effect, on an input.
    void write(std::size_t gpio, bool high);

    /// What the pad's input buffer sees, on outputs too.
    [[nodiscard]] bool read(std::size_t gpio) { return m_pads[gpio].isHigh(); }

    /// Another function takes the pad over: GPIO no longer drives it.
    void disconnect(std::size_t gpio);

    [[nodiscard]] bool isOutput(std::size_t gpio) const { return m_lines[gpio].isOutput; }
    /// What write() or setOutput() said last, whether it is driven or not.
    [[nodiscard]] bool isSetHigh(std::size_t gpio) const { return m_lines[gpio].high; }

    /// Another function drives the pad for a while; direction and level are kept meanwhile, and
    /// changes of them have effect when it is given back.
    void lend(std::size_t gpio) { m_lines[gpio].isLent = true; }
    /// An output drives again. Of an input, what the other function left on the pad stays.
    void giveBack(std::size_t gpio);

    /// The state of one line, and what it drives.
    void exchange(std::size_t gpio, engine::Snapshot& snapshot);

private:
    struct Line {
        bool isOutput = false;
        engine::OutputMode mode = engine::OutputMode::PushPull;
        bool high = false;
        bool isLent = false;
    };
    void drive(std::size_t gpio);

    Pads& m_pads;
    std::array<Line, kGpioCount> m_lines;
};

} // namespace perisphere::soc
