#include "perisphere/device/session.hpp"

#include "handler.hpp"

#include <cstring>
#include <set>
#include <string>
#include <utility>

namespace perisphere::device
{
namespace
{

/// One a thread of the app that waits.
constexpr std::size_t kMaxLateReplies = 16;

/// Reasons that are not told again. What an app does that is refused for more is told each time.
constexpr std::size_t kMaxReasons = 256;

ReplyPacket encode(std::uint32_t sequence, Outcome<Response>&& outcome)
{
    ReplyPacket packet;
    if (!outcome) {
        append(packet.bytes,
               protocol::ReplyHeader{.sequence = sequence, .error = outcome.error().error});
        return packet;
    }
    append(packet.bytes,
           protocol::ReplyHeader{.sequence = sequence, .error = 0, .value = outcome->value});
    packet.bytes.insert(packet.bytes.end(), outcome->payload.begin(), outcome->payload.end());
    packet.descriptors = std::move(outcome->descriptors);
    return packet;
}

} // namespace

/// What late replies still find when the session is gone: nobody to send them to.
struct Session::Pending {
    ReplySink sink;
    std::size_t count = 0;
    std::set<std::string> told = {};

    /// Why a call was refused: once, since apps try again and again.
    template <class T>
    void tell(const Outcome<T>& outcome, const App& app, AppLog& log)
    {
        if (!outcome && outcome.error().missing)
            log.refused(app.componentId, outcome.error());
        if (outcome || outcome.error().reason.empty() || told.contains(outcome.error().reason))
            return;
        if (told.size() < kMaxReasons)
            told.insert(outcome.error().reason);
        log.write(app.componentId, LogSource::Device, outcome.error().reason);
    }
};

Session::Session(std::shared_ptr<const App> app, DeviceServices& services, AppLog& log,
                 ReplySink lateReplies, ConnectAgain connectAgain)
    : m_app(std::move(app))
    , m_services(services)
    , m_log(log)
    , m_connectAgain(std::move(connectAgain))
    , m_pending(std::make_shared<Pending>(Pending{.sink = std::move(lateReplies)}))
{
}

std::optional<ReplyPacket> Session::handle(std::span<const std::byte> packet)
{
    protocol::RequestHeader header;
    if (packet.size() < sizeof header || packet.size() > protocol::kMaxMessageBytes)
        return std::nullopt;
    std::memcpy(&header, packet.data(), sizeof header);
    if (header.magic != protocol::kRequestMagic)
        return std::nullopt;

    const protocol::OperationRow* const row = protocol::findOperation(header.operation);
    const HandlerChoice choice = row == nullptr ? HandlerChoice() : handlerOf(row->operation);
    const bool isHello = row != nullptr && row->operation == protocol::Operation::Hello;
    if (choice.isNone() || isHello == m_isGreeted) // a second greeting is as wrong as a late one
        return encode(header.sequence, refuse(EPROTO));

    if (choice.deferred != nullptr) {
        if (m_pending->count >= kMaxLateReplies)
            return encode(header.sequence, refuse(EPROTO)); // the library waits for each
        defer(packet.subspan(sizeof header), header);
        return std::nullopt;
    }
    auto outcome =
        choice.handler({m_app, m_services, m_log, m_connectAgain}, packet.subspan(sizeof header));
    if (isHello && outcome)
        m_isGreeted = true;
    m_pending->tell(outcome, *m_app, m_log);
    if (!row->hasReply)
        return std::nullopt;
    return encode(header.sequence, std::move(outcome));
}

void Session::defer(std::span<const std::byte> body, const protocol::RequestHeader& header)
{
    ++m_pending->count;
    const auto complete = [watch = std::weak_ptr(m_pending), app = m_app, &log = m_log,
                           sequence = header.sequence](Outcome<Response> outcome) {
        const auto pending = watch.lock();
        if (!pending)
            return;
        --pending->count;
        pending->tell(outcome, *app, log);
        if (pending->sink)
            pending->sink(encode(sequence, std::move(outcome)));
    };
    const auto operation = static_cast<protocol::Operation>(header.operation);
    handlerOf(operation).deferred({m_app, m_services, m_log, m_connectAgain}, body, complete);
}

} // namespace perisphere::device
