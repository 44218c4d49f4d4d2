// Messages between apps of the A7 and the app of one real-time core: the A7's side of the channel,
// which on the device is in its kernel.
//
// An app's connection is a socket that keeps messages apart; the core's app uses two ring buffers
// in memory that both share, and doorbells of their mailbox. What the app on the core does wrong
// stops the channel, as on the device, and is told in one line.
//
// docs/simulator/inter-core.md tells the rules and where they differ from the device's.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/base/unique_fd.hpp"
#include "perisphere/engine/input_source.hpp"
#include "perisphere/engine/timer.hpp"
#include "perisphere/image/guid.hpp"
#include "perisphere/realtime/inter_core_rings.hpp"
#include "perisphere/realtime/real_time_core.hpp"
#include "perisphere/soc/registers/mailbox.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::realtime
{

/// The app on the real-time core.
struct InterCorePeer {
    image::Guid componentId;
    std::string name;
    std::vector<image::Guid> partners; ///< whom its manifest lists
};

/// The two sides of the mailbox between the A7 and the core.
struct InterCoreMailbox {
    soc::MailboxSide& applicationCore;
    const soc::MailboxSide& realTimeCore;
};

/// Machine thread only.
class InterCoreChannel
{
public:
    using Log = engine::MoveOnlyFunction<void(const std::string&)>;

    /// From a doorbell of the core until the A7's kernel acts on it.
    static constexpr engine::Duration kInterruptLatency = std::chrono::microseconds(20);
    /// Between two messages that the A7 reads, and at least between two doorbells for what it sent.
    static constexpr engine::Duration kMessageTime = std::chrono::microseconds(20);

    /// Maps the buffers into the core's memory. All of it outlives the channel. Fails when the host
    /// has no memory.
    [[nodiscard]] static Result<std::unique_ptr<InterCoreChannel>>
    create(engine::Scheduler& scheduler, RealTimeCore& core, const InterCoreMailbox& mailbox,
           Log log);
    InterCoreChannel(const InterCoreChannel&) = delete;
    InterCoreChannel& operator=(const InterCoreChannel&) = delete;
    ~InterCoreChannel();

    /// With each start of the core's app, after the mailbox has been flushed: empties the buffers
    /// and posts the set-up. Connections to the same component last; others are closed.
    void start(InterCorePeer peer);
    /// With each stop of it. Connections last, what apps send is dropped.
    void stop();
    /// That app is not installed any more: connections to it are closed.
    void remove(const image::Guid& componentId);

    /// nullptr: not started.
    [[nodiscard]] const InterCorePeer* peer() const;
    /// The app on the core has broken the protocol; nothing is passed on until the next start().
    [[nodiscard]] bool isHalted() const { return m_state == State::Halted; }

    /// The socket for an app that may use it. Whether the app on the core is its partner is asked
    /// with each message.
    [[nodiscard]] Result<UniqueFd> connect(const image::Guid& app);
    /// To be added to the machine as long as the channel lives.
    [[nodiscard]] engine::InputSource& input();

    /// All but the buffers, which the core saves, and the sockets, which stay as they are.
    void exchange(engine::Snapshot& snapshot);

private:
    enum class State : std::uint8_t { Off, Running, Halted };
    class FromSockets;

    InterCoreChannel(engine::Scheduler& scheduler, RealTimeCore& core,
                     const InterCoreMailbox& mailbox, std::unique_ptr<m4::Memory> memory, Log log);

    void post(std::uint32_t command, std::uint32_t data);
    void onInterrupt();
    void readOne();
    [[nodiscard]] bool deliver(const InterCoreMessage& message);
    [[nodiscard]] bool send(const image::Guid& app, std::span<const std::uint8_t> payload,
                            std::size_t size);
    void putOffSending();
    void ringNext();
    void halt(const Error& error);
    /// Each text once until the next start().
    void tell(const std::string& text);
    [[nodiscard]] bool isPartner(const image::Guid& app) const;
    [[nodiscard]] bool isOutOfReach() const;
    [[nodiscard]] std::uint32_t base() const;

    RealTimeCore& m_core;
    InterCoreMailbox m_mailbox;
    Log m_log;
    std::unique_ptr<m4::Memory> m_memory;
    InterCoreRings m_rings;
    std::unique_ptr<FromSockets> m_sockets;
    State m_state = State::Off;
    InterCorePeer m_peer;
    std::set<std::string> m_told;
    bool m_isThrottled = false;     ///< an app has no room for the next message
    bool m_isSendingPutOff = false; ///< the next interrupt takes up what apps have sent
    std::uint32_t m_bellsDue = 0;   ///< messages sent and not rung for
    std::uint32_t m_bellWaits = 0;  ///< how often the next bell has waited for the one before
    engine::Timer m_interrupt;
    engine::Timer m_reading;
    engine::Timer m_bell;
    engine::Subscription m_doorbells;
};

} // namespace perisphere::realtime
