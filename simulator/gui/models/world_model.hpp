// The device in its world: link, clocks, names, updates and identity, as they were when it was
// looked at last.
#pragma once

#include "models/text_table.hpp"
#include "perisphere/json/value.hpp"

#include <QObject>
#include <QString>
#include <QTimeZone>

#include <array>

namespace perisphere::studio
{

class DeviceConnection;

class WorldModel final : public QObject
{
    Q_OBJECT

public:
    explicit WorldModel(DeviceConnection& connection, QObject* parent = nullptr);

    /// Rows of what and how it is.
    [[nodiscard]] TextTable& network() { return m_network; }
    [[nodiscard]] TextTable& clocks() { return m_clocks; }
    [[nodiscard]] TextTable& names() { return m_names; }
    [[nodiscard]] TextTable& update() { return m_update; }
    [[nodiscard]] TextTable& certificates() { return m_certificates; }
    [[nodiscard]] QString deviceId() const { return m_deviceId; }
    /// Whether one can be offered.
    [[nodiscard]] bool isUpdateIdle() const { return m_isUpdateIdle; }

    /// Asks for everything anew.
    void refresh();
    void offerApp(const QString& package);
    /// The next version for an empty one.
    void offerSystem(const QString& version);
    void setClock(qint64 secondsSince1970);
    /// In which the clocks are shown as well; the device keeps UTC.
    void setTimeZone(const QTimeZone& zone);
    [[nodiscard]] const QTimeZone& timeZone() const { return m_zone; }
    /// A part of that name from then on. What `settings` leaves out is as on a board.
    void addAccessPoint(const QString& name, const json::Value& settings);
    void removeAccessPoint(const QString& name);
    /// "expire", "renew", "bar", "admit"
    void changeIdentity(const char* action);

Q_SIGNALS:
    void changed();
    void failed(const QString& what, const QString& why);

private:
    [[nodiscard]] std::array<TextTable*, 5> tables()
    {
        return {&m_network, &m_clocks, &m_names, &m_update, &m_certificates};
    }
    using Take = void (WorldModel::*)(const json::Value& answer);
    /// A failure is told only where `what` is given: the next look may succeed.
    void ask(const char* method, json::Value params, Take take, const QString& what = {});
    void takeNetwork(const json::Value& answer);
    void showClocks();
    void takeUpdate(const json::Value& answer);
    void takeIdentity(const json::Value& answer);

    DeviceConnection& m_connection;
    TextTable m_network;
    TextTable m_clocks;
    TextTable m_names;
    TextTable m_update;
    TextTable m_certificates;
    json::Value m_lastNetwork; ///< the answer; null: there is none
    QTimeZone m_zone = QTimeZone::utc();
    QString m_deviceId;
    bool m_isUpdateIdle = false;
};

} // namespace perisphere::studio
