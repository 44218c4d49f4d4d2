#include "perisphere/device/session.hpp"

#include "handler.hpp"

#include <cstring>
#include <utility>

namespace perisphere::device
{
namespace
{

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

Session::Session(std::shared_ptr<const App> app, DeviceServices& services, AppLog& log)
    : m_app(std::move(app))
    , m_services(services)
    , m_log(log)
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
    const Handler handler = row == nullptr ? nullptr : handlerOf(row->operation);
    const bool isHello = row != nullptr && row->operation == protocol::Operation::Hello;
    if (handler == nullptr || isHello == m_isGreeted) // a second greeting is as wrong as a late one
        return encode(header.sequence, refuse(EPROTO));

    auto outcome = handler({m_app, m_services, m_log}, packet.subspan(sizeof header));
    if (isHello && outcome)
        m_isGreeted = true;
    if (!outcome && !outcome.error().reason.empty())
        m_log.write(m_app->componentId, LogSource::Device, outcome.error().reason);
    if (!row->hasReply)
        return std::nullopt;
    return encode(header.sequence, std::move(outcome));
}

} // namespace perisphere::device
