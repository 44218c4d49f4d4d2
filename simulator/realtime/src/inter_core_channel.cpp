#include "perisphere/realtime/inter_core_channel.hpp"

#include "inter_core_sockets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace perisphere::realtime
{
namespace
{

/// The device's kernel takes any pages of its memory; apps read from the set-up where they are.
constexpr std::uint32_t kFirstBase = 0x8000'0000;
constexpr std::uint32_t kBasePerCore = 0x1'0000;

// Commands of the set-up, in this order, and of the end.
constexpr std::uint32_t kBufferFromCore = 0xBA5E'0001;
constexpr std::uint32_t kBufferToCore = 0xBA5E'0002;
constexpr std::uint32_t kSetUpDone = 0xBA5E'0003;
constexpr std::uint32_t kStopped = 0xBA5E'0004;
/// In the low bits of a buffer's address: the exponent of its size.
constexpr std::uint32_t kSizeExponent = 12;
static_assert(1U << kSizeExponent == InterCoreRings::kBufferBytes);

// Doorbells. Each side rings once for each message; they mean different things to the two.
constexpr std::uint8_t kCoreHasSent = 1U << 0;
constexpr std::uint8_t kCoreHasRead = 1U << 1;
constexpr std::uint8_t kA7HasRead = 1U << 0;
constexpr std::uint8_t kA7HasSent = 1U << 1;

/// Apps that read one message an interrupt need one interrupt a message: a bell waits until the app
/// has acknowledged the one before, but not for an app that never does.
constexpr std::uint32_t kMaxBellWaits = 50;

/// While a debugger has the core in its past, its memory is that of then.
constexpr engine::Duration kRetry = std::chrono::milliseconds(1);

/// Of texts: an app may make up component ids.
constexpr std::size_t kMaxTold = 16;

} // namespace

/// Hands on what the sockets bring.
class InterCoreChannel::FromSockets final : private InterCoreSocketUser
{
public:
    explicit FromSockets(InterCoreChannel& channel)
        : m_channel(channel)
    {
    }
    InterCoreSockets sockets{*this};

private:
    bool take(const image::Guid& app, std::span<const std::uint8_t> payload,
              std::size_t size) override
    {
        return m_channel.send(app, payload, size);
    }
    void roomCame() override
    {
        if (std::exchange(m_channel.m_isThrottled, false))
            m_channel.m_reading.setAfter(kMessageTime);
    }

    InterCoreChannel& m_channel;
};

Result<std::unique_ptr<InterCoreChannel>> InterCoreChannel::create(engine::Scheduler& scheduler,
                                                                   RealTimeCore& core,
                                                                   const InterCoreMailbox& mailbox,
                                                                   Log log)
{
    auto memory = m4::Memory::create(std::size_t{2} * InterCoreRings::kBufferBytes);
    if (!memory)
        return fail(memory.error());
    std::unique_ptr<InterCoreChannel> channel(
        new InterCoreChannel(scheduler, core, mailbox, std::move(*memory), std::move(log)));
    if (auto mapped = core.map(channel->base(), *channel->m_memory); !mapped)
        return fail(mapped.error());
    return channel;
}

InterCoreChannel::InterCoreChannel(engine::Scheduler& scheduler, RealTimeCore& core,
                                   const InterCoreMailbox& mailbox,
                                   std::unique_ptr<m4::Memory> memory, Log log)
    : m_core(core)
    , m_mailbox(mailbox)
    , m_log(std::move(log))
    , m_memory(std::move(memory))
    , m_rings(core, base())
    , m_sockets(std::make_unique<FromSockets>(*this))
    , m_interrupt(scheduler, "intercore.interrupt", [this] { onInterrupt(); })
    , m_reading(scheduler, "intercore.read", [this] { readOne(); })
    , m_bell(scheduler, "intercore.bell", [this] { ringNext(); })
    , m_doorbells(mailbox.applicationCore.onDoorbell([this](std::uint8_t) {
        if (!m_interrupt.isPending())
            m_interrupt.setAfter(kInterruptLatency);
    }))
{
}

InterCoreChannel::~InterCoreChannel() = default;

std::uint32_t InterCoreChannel::base() const
{
    return kFirstBase + m_core.index() * kBasePerCore;
}

const InterCorePeer* InterCoreChannel::peer() const
{
    return m_state == State::Off ? nullptr : &m_peer;
}

Result<UniqueFd> InterCoreChannel::connect(const image::Guid& app)
{
    return m_sockets->sockets.connect(app);
}

engine::InputSource& InterCoreChannel::input()
{
    return m_sockets->sockets;
}

// Start and stop

void InterCoreChannel::start(InterCorePeer peer)
{
    if (peer.componentId != m_peer.componentId)
        m_sockets->sockets.closeAll();
    m_peer = std::move(peer);
    m_told.clear();
    m_isThrottled = false;
    m_isSendingPutOff = false;
    m_bellsDue = 0;
    m_bellWaits = 0;
    m_interrupt.cancel();
    m_reading.cancel();
    m_bell.cancel();
    m_mailbox.applicationCore.acknowledge(0xFF);
    m_rings.clear();
    m_state = State::Running;
    post(kBufferFromCore, base() | kSizeExponent);
    post(kBufferToCore, (base() + InterCoreRings::kBufferBytes) | kSizeExponent);
    post(kSetUpDone, 0);
    m_sockets->sockets.resume();
}

void InterCoreChannel::stop()
{
    if (m_state == State::Off)
        return;
    m_state = State::Off;
    m_isThrottled = false;
    m_reading.cancel();
    m_bell.cancel();
    post(kStopped, 0);
    m_sockets->sockets.resume(); // drops what waits
}

void InterCoreChannel::remove(const image::Guid& componentId)
{
    if (m_peer.componentId != componentId)
        return;
    stop();
    m_sockets->sockets.closeAll();
}

void InterCoreChannel::post(std::uint32_t command, std::uint32_t data)
{
    if (!m_mailbox.applicationCore.post({.command = command, .data = data}))
        tell(
            fmt::format("item {:08X} of the inter-core channel is lost: \"{}\" has not read the {} "
                        "items that are in its mailbox",
                        command, m_peer.name, soc::MailboxSide::kDepth));
}

// From the core to apps

void InterCoreChannel::onInterrupt()
{
    if (isOutOfReach()) {
        m_interrupt.setAfter(kRetry);
        return;
    }
    const std::uint8_t rung = m_mailbox.applicationCore.rung();
    m_mailbox.applicationCore.acknowledge(rung);
    if (m_state != State::Running)
        return;
    if ((rung & kCoreHasSent) != 0 && !m_reading.isPending())
        readOne();
    if ((rung & kCoreHasRead) != 0 || std::exchange(m_isSendingPutOff, false))
        m_sockets->sockets.resume();
}

void InterCoreChannel::readOne()
{
    if (m_isThrottled || m_state != State::Running)
        return;
    if (isOutOfReach()) {
        m_reading.setAfter(kRetry);
        return;
    }
    const auto message = m_rings.next();
    if (!message) {
        halt(message.error());
        return;
    }
    if (!*message)
        return;
    if (!deliver(**message)) {
        m_isThrottled = true;
        return;
    }
    m_rings.consume();
    m_mailbox.applicationCore.ring(kA7HasRead);
    m_reading.setAfter(kMessageTime);
}

/// false: not now.
bool InterCoreChannel::deliver(const InterCoreMessage& message)
{
    using Sent = InterCoreSockets::Sent;
    if (isPartner(message.component))
        return m_sockets->sockets.send(message.component, message.payload) != Sent::NoRoom;
    tell(fmt::format("what \"{}\" sends to {} is dropped: its manifest does not allow it; add the "
                     "component ID to \"AllowedApplicationConnections\"",
                     m_peer.name, message.component.toString()));
    return true;
}

// From apps to the core

/// false: not now.
bool InterCoreChannel::send(const image::Guid& app, std::span<const std::uint8_t> payload,
                            std::size_t size)
{
    if (size > InterCoreRings::kMaxPayloadBytes) {
        tell(fmt::format("a message of {} bytes to \"{}\" is dropped: a device fails it with "
                         "EMSGSIZE; send at most {} bytes",
                         size, m_peer.name, InterCoreRings::kMaxPayloadBytes));
        return true;
    }
    if (m_state != State::Running) {
        tell(fmt::format("what {} sends to \"{}\" is dropped: {}", app.toString(), m_peer.name,
                         m_state == State::Off ? "that app is not running"
                                               : "the channel is halted until that app is started "
                                                 "again"));
        return true;
    }
    if (!isPartner(app)) {
        tell(fmt::format("what {} sends to \"{}\" is dropped, a device fails it with EPERM: the "
                         "manifest of \"{}\" does not allow it; add the component ID to "
                         "\"AllowedApplicationConnections\"",
                         app.toString(), m_peer.name, m_peer.name));
        return true;
    }
    if (isOutOfReach()) {
        putOffSending();
        return false;
    }
    const auto isPut = m_rings.put({.component = app, .payload = payload});
    if (!isPut) {
        tell(fmt::format("a message to \"{}\" is dropped: {}", m_peer.name,
                         isPut.error().toString()));
        return true;
    }
    if (!*isPut)
        return false;
    ++m_bellsDue;
    if (!m_bell.isPending())
        m_bell.setAfter(engine::Duration(0));
    return true;
}

/// Tries again with the next interrupt, which it brings about itself.
void InterCoreChannel::putOffSending()
{
    m_isSendingPutOff = true;
    if (!m_interrupt.isPending())
        m_interrupt.setAfter(kInterruptLatency);
}

void InterCoreChannel::ringNext()
{
    if (m_bellsDue == 0)
        return;
    const bool isUnseen = (m_mailbox.realTimeCore.rung() & kA7HasSent) != 0;
    if (isUnseen && m_bellWaits < kMaxBellWaits) {
        ++m_bellWaits;
    } else {
        m_bellWaits = 0;
        --m_bellsDue;
        m_mailbox.applicationCore.ring(kA7HasSent);
    }
    m_bell.setAfter(kMessageTime);
}

// Both

bool InterCoreChannel::isPartner(const image::Guid& app) const
{
    return std::ranges::find(m_peer.partners, app) != m_peer.partners.end();
}

bool InterCoreChannel::isOutOfReach() const
{
    return m_core.recording().isInPast();
}

void InterCoreChannel::halt(const Error& error)
{
    m_state = State::Halted;
    m_bell.cancel();
    tell(
        fmt::format("the inter-core channel of \"{}\" is halted until the app is started again: {}",
                    m_peer.name, error.toString()));
    m_sockets->sockets.resume(); // drops what waits
}

void InterCoreChannel::tell(const std::string& text)
{
    if (m_told.size() < kMaxTold && m_told.insert(text).second)
        m_log(fmt::format("{}: {}", m_core.name(), text));
}

void InterCoreChannel::exchange(engine::Snapshot& snapshot)
{
    snapshot.exchange(m_peer.componentId);
    snapshot.exchange(m_peer.partners);
    std::vector<char> name(m_peer.name.begin(), m_peer.name.end());
    snapshot.exchange(name);
    m_peer.name.assign(name.begin(), name.end());
    m_rings.exchange(snapshot);
    snapshot.exchange(m_state);
    snapshot.exchange(m_isThrottled);
    snapshot.exchange(m_isSendingPutOff);
    snapshot.exchange(m_bellsDue);
    snapshot.exchange(m_bellWaits);
    snapshot.exchange(m_interrupt);
    snapshot.exchange(m_reading);
    snapshot.exchange(m_bell);
    if (snapshot.isSaving())
        return;
    // The sockets are those of today. What they hold and whether they have room is looked at when
    // the core's memory is restored too.
    if (std::exchange(m_isThrottled, false))
        m_reading.setAfter(kMessageTime);
    putOffSending();
}

} // namespace perisphere::realtime
