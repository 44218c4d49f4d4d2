// The levels of all pins, looked at as often as one can see.
#pragma once

#include "perisphere/json/value.hpp"

#include <QHash>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QTimer>

#include <memory>
#include <vector>

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
    /// An app that has the pin, or one that it is joined with, open; and as what.
    struct Owner {
        QString app; ///< component id
        QString function;
        bool operator==(const Owner&) const = default;
    };
    [[nodiscard]] std::vector<Owner> ownersOf(const QString& pin) const;
    /// How people call an app, by its component id.
    void setAppNames(const QHash<QString, QString>& names) { m_appNames = names; }
    [[nodiscard]] QString appName(const QString& app) const { return m_appNames.value(app, app); }
    /// By the chip's pin.
    [[nodiscard]] const QMultiHash<QString, Owner>& owners() const { return m_owners; }
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
    void takeOwners(const json::Value& answer);

    DeviceConnection& m_connection;
    QTimer m_timer;
    QHash<QString, std::shared_ptr<const NetSight>> m_nets; ///< by pin
    QMultiHash<QString, Owner> m_owners;                    ///< by the chip's pin
    QHash<QString, QString> m_appNames;
    bool m_isAsking = false;
};

} // namespace perisphere::studio
