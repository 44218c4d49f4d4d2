// The GPIO function of the pads. State survives its users: a line that is released keeps direction
// and level, as the kernel driver leaves it.
#pragma once

#include "perisphere/engine/drive.hpp"
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

private:
    struct Line {
        bool isOutput = false;
        engine::OutputMode mode = engine::OutputMode::PushPull;
        bool high = false;
    };
    void drive(std::size_t gpio);

    Pads& m_pads;
    std::array<Line, kGpioCount> m_lines;
};

} // namespace perisphere::soc
