// Both real-time cores of the chip with everything that is theirs, and the apps on them.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/bus/buses.hpp"
#include "perisphere/engine/move_only_function.hpp"
#include "perisphere/engine/unmodelled.hpp"
#include "perisphere/realtime/core_complex.hpp"
#include "perisphere/realtime/core_target.hpp"
#include "perisphere/realtime/inter_core_channel.hpp"
#include "perisphere/soc/mt3620.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace perisphere::realtime
{

inline constexpr unsigned kCoreCount = 2;

/// What the cores share with the rest of the device. All of it outlives them.
struct SubsystemParts {
    engine::Scheduler& scheduler;
    soc::Mt3620& chip;
    bus::Buses& buses;
    engine::UnmodelledAccesses& unmodelled;
};

/// An app for a core.
struct CoreApp {
    std::string componentId;
    std::string fileName; ///< of the program, for messages
    InterCorePeer peer;   ///< what high-level apps know it as
    bool isHeld = false;  ///< at its first instruction, until a debugger lets it go on
    /// What it writes to its debug UART, or through ITM or semihosting.
    std::function<void(std::string_view)> print;
    /// What whoever looks after the app should know: a fault, a reset.
    std::function<void(std::string)> note;
};

/// Machine thread only. Making it takes some 50 ms and 10 MB: for devices that need it.
class RealTimeSubsystem final : private CoreObserver
{
public:
    [[nodiscard]] static Result<std::unique_ptr<RealTimeSubsystem>>
    create(const SubsystemParts& parts);
    ~RealTimeSubsystem() override;

    /// Loads the program and starts it on the first core that is free. @return the core
    Result<unsigned> start(CoreApp app, std::span<const std::uint8_t> program);
    void stop(unsigned core);
    /// What somebody types at the core's debug UART, all at once: more than 32 characters overrun
    /// its receive FIFO.
    void type(unsigned core, std::string_view characters);
    /// As at power-up: nothing runs, and no register has been written.
    void reset();

    /// Both cores with their memories, all register blocks and what they drive. It is taken back at
    /// the instant at which it was saved (Scheduler::restoreClock), and the same apps are on the
    /// cores then: names and outputs are theirs. Parts and other users of the pads are not in it.
    void exchange(engine::Snapshot& snapshot);

    [[nodiscard]] RealTimeCore& core(unsigned index) { return *m_cores.at(index).core; }
    [[nodiscard]] CoreTarget& target(unsigned index) { return *m_cores.at(index).target; }
    /// Its input() is for who owns the machine to add to it.
    [[nodiscard]] InterCoreChannel& channel(unsigned index) { return *m_cores.at(index).channel; }
    /// Of the app on that core; empty where there is none.
    [[nodiscard]] const std::string& componentOn(unsigned index) const
    {
        return m_cores.at(index).app.componentId;
    }

private:
    class Blocks;
    struct Place {
        std::unique_ptr<RealTimeCore> core;
        std::unique_ptr<CoreTarget> target;
        std::unique_ptr<InterCoreChannel> channel;
        CoreApp app;
    };

    explicit RealTimeSubsystem(const SubsystemParts& parts);
    Result<void> makeCores();

    // CoreObserver
    void stopped(RealTimeCore& core, m4::Stop reason) override;
    void resetRequested(RealTimeCore& core) override;
    void printed(RealTimeCore& core, std::string_view text) override;
    void exited(RealTimeCore& core, int status) override;
    void note(const RealTimeCore& core, std::string text);
    void restart(unsigned core);

    SubsystemParts m_parts;
    CoreComplex m_complex;
    std::unique_ptr<Blocks> m_blocks; ///< goes after the channels, which use its mailboxes
    std::array<Place, kCoreCount> m_cores;
};

} // namespace perisphere::realtime
