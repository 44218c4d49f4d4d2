// The device's virtual time, and how it follows the host's.
#pragma once

#include "perisphere/json/value.hpp"

#include <QElapsedTimer>
#include <QObject>
#include <QString>

namespace perisphere::studio
{

class DeviceConnection;

class TimeModel final : public QObject
{
    Q_OBJECT

public:
    explicit TimeModel(DeviceConnection& connection, QObject* parent = nullptr);

    [[nodiscard]] QString mode() const { return m_mode; } ///< "realtime", "fast", "paused", "xN"
    [[nodiscard]] bool isPaused() const { return m_mode == QStringLiteral("paused"); }
    /// As of the last word of the device; refresh() brings another.
    [[nodiscard]] qint64 now() const { return m_now; }

    void refresh();
    void setMode(const QString& mode);
    void pause();
    void resume();
    void step(qint64 nanoseconds);

Q_SIGNALS:
    void changed();

private:
    void take(const json::Value& status);

    DeviceConnection& m_connection;
    QString m_mode = QStringLiteral("realtime");
    qint64 m_now = 0;
    bool m_isAsking = false;
};

} // namespace perisphere::studio
