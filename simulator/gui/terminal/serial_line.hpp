// One serial port of the device: what comes, what is sent, and how both ends are set.
#pragma once

#include "perisphere/json/value.hpp"

#include <QByteArray>
#include <QObject>
#include <QString>

#include <optional>

namespace perisphere::studio
{

class DeviceConnection;

struct SerialFormat {
    int baudRate = 0;
    int dataBits = 8;
    int stopBits = 1;
    QString parity; ///< "none", "even", "odd"

    /// "115200 8N1"
    [[nodiscard]] QString toString() const;
};

class SerialLine final : public QObject
{
    Q_OBJECT

public:
    static constexpr qsizetype kMaxOutgoing = 16 * 1024 * 1024;

    SerialLine(DeviceConnection& connection, QString port, QObject* parent = nullptr);

    [[nodiscard]] QString port() const { return m_port; }
    [[nodiscard]] bool isCore() const { return m_isCore; }
    /// Of the terminal; none of a core's.
    [[nodiscard]] const std::optional<SerialFormat>& format() const { return m_format; }
    /// Of what came last.
    [[nodiscard]] const std::optional<SerialFormat>& sender() const { return m_sender; }
    [[nodiscard]] bool fits() const { return m_fits; }
    [[nodiscard]] qint64 errors() const { return m_errors; }
    [[nodiscard]] qint64 received() const { return m_received; }

    /// In order, as the line takes it. @return false when there is no room for all of it
    bool send(const QByteArray& bytes);
    /// Forgets what has not been handed to the device.
    void cancel();
    /// Bytes that have not left the terminal.
    [[nodiscard]] qint64 unsent() const { return m_outgoing.size() + m_pending; }
    void setBaudRate(int baudRate);

Q_SIGNALS:
    void came(const QByteArray& bytes);
    /// So many bytes were gone before they could be read.
    void missed(qint64 bytes);
    /// All comes anew: another device, or the same once more.
    void restarted();
    void changed();
    void failed(const QString& what, const QString& why);

private:
    void take(const json::Value& params);
    void takePort(const json::Value& port);
    void pump();

    DeviceConnection& m_connection;
    QString m_port;
    bool m_isCore = false;
    std::optional<SerialFormat> m_format;
    std::optional<SerialFormat> m_sender;
    bool m_fits = true;
    qint64 m_errors = 0;
    qint64 m_received = 0;
    qint64 m_pending = 0;
    QByteArray m_outgoing;
    bool m_isSending = false;
};

} // namespace perisphere::studio
