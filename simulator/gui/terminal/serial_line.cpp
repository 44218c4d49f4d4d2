#include "terminal/serial_line.hpp"

#include "connection/device_connection.hpp"
#include "connection/text_of.hpp"

#include <utility>

namespace perisphere::studio
{
namespace
{

constexpr qsizetype kChunk = 8192;
/// So much may wait in the device, so that it never runs dry.
constexpr qint64 kAhead = 8192;

std::optional<SerialFormat> formatOf(const json::Value& port, const char* key)
{
    const auto found = port.find(key);
    if (found == port.end())
        return std::nullopt;
    return SerialFormat{.baudRate = found->at("baudRate").get<int>(),
                        .dataBits = found->at("dataBits").get<int>(),
                        .stopBits = found->at("stopBits").get<int>(),
                        .parity = textOf(*found, "parity")};
}

} // namespace

QString SerialFormat::toString() const
{
    return QStringLiteral("%1 %2%3%4")
        .arg(baudRate)
        .arg(dataBits)
        .arg(parity.left(1).toUpper())
        .arg(stopBits);
}

SerialLine::SerialLine(DeviceConnection& connection, QString port, QObject* parent)
    : QObject(parent)
    , m_connection(connection)
    , m_port(std::move(port))
{
    connect(&connection, &DeviceConnection::attached, this, [this] {
        m_outgoing.clear();
        m_isSending = false;
        Q_EMIT restarted();
    });
    connection.watch("serial.watch", {{"port", m_port.toStdString()}}, this,
                     [this](const json::Value& params) { take(params); });
}

void SerialLine::take(const json::Value& params)
{
    QByteArray bytes;
    qint64 gone = 0;
    takePort(params.at("port"));
    const json::Value& page = params.at("page");
    bytes = QByteArray::fromBase64(QByteArray::fromStdString(page.at("data").get<std::string>()));
    gone = page.at("missed").get<std::int64_t>();
    if (gone > 0)
        Q_EMIT missed(gone);
    if (!bytes.isEmpty())
        Q_EMIT came(bytes);
    Q_EMIT changed();
    pump();
}

void SerialLine::takePort(const json::Value& port)
{
    m_isCore = port.at("kind").get<std::string>() == "core";
    m_format = formatOf(port, "format");
    m_sender = formatOf(port, "sender");
    m_fits = port.value("fits", true);
    m_errors = port.at("errors").get<std::int64_t>();
    m_received = port.at("received").get<std::int64_t>();
    m_pending = port.at("pending").get<std::int64_t>();
}

bool SerialLine::send(const QByteArray& bytes)
{
    const bool fits = m_outgoing.size() + bytes.size() <= kMaxOutgoing;
    if (fits)
        m_outgoing += bytes;
    pump();
    return fits;
}

void SerialLine::cancel()
{
    m_outgoing.clear();
    Q_EMIT changed();
}

/// A chunk at a time: what the line does not take is sent again, in its place.
void SerialLine::pump()
{
    if (m_isSending || m_outgoing.isEmpty() || m_pending >= kAhead)
        return;
    m_isSending = true;
    const QByteArray chunk = m_outgoing.left(kChunk);
    m_connection.call(
        "serial.send", {{"port", m_port.toStdString()}, {"data", chunk.toBase64().toStdString()}},
        this, [this](const Result<json::Value>& answer) {
            m_isSending = false;
            const auto taken = answer ? answer->find("taken") : json::Value::const_iterator();
            if (!answer || taken == answer->end() || !taken->is_number_integer()) {
                m_outgoing.clear();
                if (!answer)
                    Q_EMIT failed(tr("Send to %1").arg(m_port),
                                  QString::fromStdString(answer.error().toString()));
                Q_EMIT changed();
                return;
            }
            const auto count = std::min<qint64>(taken->get<std::int64_t>(), m_outgoing.size());
            m_outgoing.remove(0, std::max<qint64>(0, count));
            m_pending += count; // the next notification knows better
            Q_EMIT changed();
            pump();
        });
}

void SerialLine::setBaudRate(int baudRate)
{
    m_connection.call("part.set",
                      {{"property", m_port.toStdString() + ".baudRate"}, {"value", baudRate}});
}

} // namespace perisphere::studio
