#include "streaming_device.hpp"

#include "perisphere/json/value.hpp"

#include <QByteArray>
#include <QLocalSocket>

#include <algorithm>
#include <string>

namespace perisphere::bench
{
namespace
{

void appendNumber(QByteArray& bytes, std::uint64_t value)
{
    for (; value >= 0x80; value >>= 7U)
        bytes.append(static_cast<char>(value | 0x80U));
    bytes.append(static_cast<char>(value));
}

/// As signal.read packs them: record n is channel n modulo 64, which goes up and down in turns.
QByteArray packed(std::uint64_t from, std::uint64_t count)
{
    QByteArray bytes;
    for (std::uint64_t i = from; i < from + count; ++i) {
        constexpr auto kStep = static_cast<std::uint64_t>(StreamingDevice::kNanosecondsPerEdge);
        appendNumber(bytes, i == from ? (i + 1) * kStep : kStep);
        const std::uint64_t channel = i % StreamingDevice::kChannels;
        appendNumber(bytes, channel << 2U | (i / StreamingDevice::kChannels + 1) % 2);
    }
    return bytes;
}

json::Value channels()
{
    json::Value list = json::Value::array();
    for (int i = 0; i < StreamingDevice::kChannels; ++i)
        list.push_back({{"name", "CHANNEL" + std::to_string(i)},
                        {"type", "level"},
                        {"unit", ""},
                        {"first", "low"}});
    return list;
}

} // namespace

bool StreamingDevice::begin(const QString& socket)
{
    connect(this, &QLocalServer::newConnection, this, [this] {
        QLocalSocket* const client = nextPendingConnection();
        connect(client, &QLocalSocket::readyRead, this, [this, client] { read(*client); });
    });
    return listen(socket);
}

std::int64_t StreamingDevice::now() const
{
    return std::chrono::nanoseconds(std::chrono::steady_clock::now() - m_begin).count();
}

void StreamingDevice::read(QLocalSocket& client)
{
    while (client.canReadLine()) {
        const json::Value call = json::Value::parse(client.readLine().toStdString());
        const std::string method = call.at("method").get<std::string>();
        json::Value result = json::Value::object();
        if (method == "signal.record") {
            m_begin = std::chrono::steady_clock::now();
            result = {{"signals", channels()}, {"begin", 0}, {"first", 0}};
        } else if (method == "signal.read") {
            const auto from = call.at("params").at("from").get<std::uint64_t>();
            const auto limit = call.at("params").at("limit").get<std::uint64_t>();
            const std::int64_t end = now();
            const auto there = static_cast<std::uint64_t>(end / kNanosecondsPerEdge);
            const std::uint64_t count = std::min(limit, there > from ? there - from : 0);
            result = {{"records", packed(from, count).toBase64().toStdString()},
                      {"next", from + count},
                      {"missed", 0},
                      {"count", count},
                      {"end", end}};
        }
        client.write(QByteArray::fromStdString(
            json::Value{{"jsonrpc", "2.0"}, {"id", call.at("id")}, {"result", result}}.dump() +
            '\n'));
    }
}

} // namespace perisphere::bench
