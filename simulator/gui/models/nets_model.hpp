// The levels of all pins, looked at as often as one can see.
#pragma once

#include "perisphere/json/value.hpp"

#include <QHash>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QTimer>

#include <memory>

namespace perisphere::studio
{

class DeviceConnection;

enum class PinLevel : std::uint8_t { Low, High, Floating };

struct NetSight {
    PinLevel level = PinLevel::Floating;
    double volts = 0;
    bool isInConflict = false; ///< strong drivers disagree
    QStringList pins;
    bool operator==(const NetSight&) const = default;
};

class NetsModel final : public QObject
{
    Q_OBJECT

public:
    explicit NetsModel(DeviceConnection& connection, QObject* parent = nullptr);

    /// Nobody looks: nothing is asked.
    void setWatched(bool isWatched);
    /// Of the net that a pin is on; nullptr when it is not known.
    [[nodiscard]] std::shared_ptr<const NetSight> netOf(const QString& pin) const
    {
        return m_nets.value(pin);
    }

Q_SIGNALS:
    void changed();

private:
    void ask();
    void take(const json::Value& answer);

    DeviceConnection& m_connection;
    QTimer m_timer;
    QHash<QString, std::shared_ptr<const NetSight>> m_nets; ///< by pin
    bool m_isAsking = false;
};

} // namespace perisphere::studio
