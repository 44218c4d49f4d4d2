#include "models/world_model.hpp"

#include "connection/device_connection.hpp"
#include "connection/text_of.hpp"

#include <QDateTime>
#include <QTimeZone>

#include <utility>

namespace perisphere::studio
{
namespace
{

/// The device's time is not the user's: always UTC.
QString timeOf(qint64 secondsSince1970)
{
    return QDateTime::fromSecsSinceEpoch(secondsSince1970, QTimeZone::utc())
        .toString(QStringLiteral("yyyy-MM-dd HH:mm:ss 'UTC'"));
}

constexpr std::int64_t kNanosecondsInSecond = 1'000'000'000;

/// The key is the first cell: so what changes is marked.
TextRow fact(const QString& what, const QString& how, bool isMarked = false)
{
    return {what, {what, how}, isMarked};
}

} // namespace

WorldModel::WorldModel(DeviceConnection& connection, QObject* parent)
    : QObject(parent)
    , m_connection(connection)
    , m_network({tr("Network"), tr("State")})
    , m_clocks({tr("Clock"), tr("Time")})
    , m_names({tr("Name"), tr("Leads to")})
    , m_update({tr("Update"), tr("State")})
    , m_certificates({tr("Tenant"), tr("Certificate"), tr("Valid until"), tr("Last error")})
{
    for (TextTable* const table : tables())
        table->useProportionalFont();
    m_clocks.ignoreChanges();
    connect(&connection, &DeviceConnection::attached, this, [this] {
        for (TextTable* const table : tables())
            table->forget();
        m_lastNetwork = nullptr;
        m_deviceId.clear();
        m_isUpdateIdle = false;
        refresh();
    });
}

void WorldModel::ask(const char* method, json::Value params, Take take, const QString& what)
{
    m_connection.call(
        method, std::move(params), this, [this, take, what](const Result<json::Value>& answer) {
            if (!answer) {
                if (!what.isEmpty())
                    Q_EMIT failed(what, QString::fromStdString(answer.error().toString()));
                return;
            }
            (this->*take)(*answer);
            Q_EMIT changed();
        });
}

void WorldModel::refresh()
{
    if (!m_connection.isAttached())
        return;
    ask("network.status", json::Value::object(), &WorldModel::takeNetwork);
    ask("update.status", json::Value::object(), &WorldModel::takeUpdate);
    ask("identity.status", json::Value::object(), &WorldModel::takeIdentity);
}

void WorldModel::takeNetwork(const json::Value& answer)
{
    std::vector<TextRow> rows;
    rows.push_back(
        fact(tr("Networking"), answer.at("ready").get<bool>() ? tr("ready") : tr("not ready")));
    for (const json::Value& one : answer.at("interfaces")) {
        QString state = tr("switched off");
        if (one.at("hasInternet").get<bool>())
            state = tr("connected to the internet");
        else if (one.at("hasAddress").get<bool>())
            state = tr("has an address, no internet");
        else if (one.at("connected").get<bool>())
            state = tr("connected, no address");
        else if (one.at("enabled").get<bool>())
            state = tr("not connected");
        QStringList parts{state};
        if (one.contains("address"))
            parts.append(optionalTextOf(one, "address"));
        QStringList servers;
        for (const json::Value& server : one.at("nameServers"))
            servers.append(textOf(server));
        if (!servers.isEmpty())
            parts.append(tr("name server %1").arg(servers.join(QStringLiteral(", "))));
        parts.append(optionalTextOf(one, "hardwareAddress"));
        rows.push_back(fact(optionalTextOf(one, "name"), parts.join(QStringLiteral(" · "))));
    }
    if (const auto wifi = answer.find("wifi"); wifi != answer.end())
        rows.push_back(fact(
            tr("Wi-Fi"), tr("%1 · %2 · %3 MHz · %4 dBm")
                             .arg(optionalTextOf(*wifi, "ssid"), optionalTextOf(*wifi, "security"))
                             .arg(wifi->at("frequencyMHz").get<int>())
                             .arg(wifi->at("rssi").get<int>())));
    else
        rows.push_back(fact(tr("Wi-Fi"), tr("not connected")));
    const QString whyNot = optionalTextOf(answer, "whyNoNames");
    rows.push_back(fact(tr("Names"), whyNot.isEmpty() ? tr("are resolved") : whyNot));
    m_network.setRows(std::move(rows));

    m_lastNetwork = answer;
    showClocks();

    std::vector<TextRow> names;
    for (const json::Value& one : answer.at("names"))
        names.push_back(fact(optionalTextOf(one, "name"), optionalTextOf(one, "target")));
    m_names.setRows(std::move(names));
}

/// A row in UTC, and one in the time zone of the user's choice.
void WorldModel::showClocks()
{
    std::vector<TextRow> rows;
    const auto add = [&](const QString& clock, qint64 seconds, const QString& words) {
        rows.push_back(fact(clock, words));
        if (m_zone == QTimeZone::utc())
            return;
        const QDateTime there = QDateTime::fromSecsSinceEpoch(seconds, m_zone);
        const QString zone = QString::fromLatin1(m_zone.id());
        const QString place = zone.section('/', -1).replace('_', ' '); // so that the time fits
        rows.push_back({clock + zone,
                        {QStringLiteral("   ") + place,
                         there.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss ")) +
                             there.timeZoneAbbreviation()},
                        false});
    };
    const json::Value& clock = m_lastNetwork.at("clock");
    if (clock.at("isSet").get<bool>()) {
        const auto seconds = clock.at("nanoseconds").get<std::int64_t>() / kNanosecondsInSecond;
        add(tr("System"), seconds, timeOf(seconds));
    } else {
        rows.push_back(fact(tr("System"), tr("was never set")));
    }
    if (const auto rtc = m_lastNetwork.find("rtcSeconds"); rtc != m_lastNetwork.end()) {
        const auto seconds = rtc->get<std::int64_t>();
        add(tr("Real-time clock"), seconds, timeOf(seconds));
    } else {
        rows.push_back(fact(tr("Real-time clock"), tr("was never set")));
    }
    if (const auto sync = m_lastNetwork.find("lastSync"); sync != m_lastNetwork.end()) {
        const auto seconds = sync->at("at").get<std::int64_t>() / kNanosecondsInSecond;
        add(tr("Synchronised"), seconds,
            tr("to %1 by %2").arg(timeOf(seconds), optionalTextOf(*sync, "server")));
    } else {
        rows.push_back(fact(tr("Synchronised"), tr("not since the device started")));
    }
    m_clocks.setRows(std::move(rows));
}

void WorldModel::setTimeZone(const QTimeZone& zone)
{
    m_zone = zone;
    if (!m_lastNetwork.is_null())
        showClocks();
}

void WorldModel::takeUpdate(const json::Value& answer)
{
    const QString state = optionalTextOf(answer, "state");
    m_isUpdateIdle = state == QStringLiteral("idle");
    std::vector<TextRow> rows;
    rows.push_back(fact(tr("System version"), optionalTextOf(answer, "systemVersion")));
    QStringList parts{state};
    if (answer.contains("target"))
        parts.append(optionalTextOf(answer, "target"));
    if (answer.contains("deferredBy"))
        parts.append(tr("deferred by %1").arg(optionalTextOf(answer, "deferredBy")));
    if (answer.contains("deferrableMinutes"))
        parts.append(
            tr("can be deferred for %1 min").arg(answer.at("deferrableMinutes").get<int>()));
    rows.push_back(fact(tr("Present update"), parts.join(QStringLiteral(" · "))));
    const QString last = optionalTextOf(answer, "lastResult");
    rows.push_back(fact(tr("The one before"), last.isEmpty() ? tr("none") : last));
    m_update.setRows(std::move(rows));
}

void WorldModel::takeIdentity(const json::Value& answer)
{
    m_deviceId = optionalTextOf(answer, "deviceId");
    std::vector<TextRow> rows;
    for (const json::Value& one : answer.at("tenants")) {
        const QString tenant = optionalTextOf(one, "tenant");
        rows.push_back({tenant,
                        {tenant, optionalTextOf(one, "state"),
                         one.contains("notAfter") ? timeOf(one.at("notAfter").get<std::int64_t>())
                                                  : tr("there is none"),
                         optionalTextOf(one, "lastError")},
                        false});
    }
    m_certificates.setRows(std::move(rows));
}

void WorldModel::offerApp(const QString& package)
{
    ask("update.offer", {{"kind", "app"}, {"package", package.toStdString()}},
        &WorldModel::takeUpdate, tr("Offer an update of an app"));
}

void WorldModel::offerSystem(const QString& version)
{
    json::Value params{{"kind", "system"}};
    if (!version.isEmpty())
        params["version"] = version.toStdString();
    ask("update.offer", std::move(params), &WorldModel::takeUpdate,
        tr("Offer an update of the system"));
}

void WorldModel::setClock(qint64 secondsSince1970)
{
    m_connection.call("network.setClock", {{"seconds", secondsSince1970}}, this,
                      [this](const Result<json::Value>& answer) {
                          if (!answer)
                              Q_EMIT failed(tr("Set the clocks"),
                                            QString::fromStdString(answer.error().toString()));
                          refresh();
                      });
}

void WorldModel::addAccessPoint(const QString& name, const json::Value& settings)
{
    m_connection.call("wifi.addAccessPoint", {{"name", name.toStdString()}, {"settings", settings}},
                      this, [this](const Result<json::Value>& answer) {
                          if (!answer)
                              Q_EMIT failed(tr("Add an access point"),
                                            QString::fromStdString(answer.error().toString()));
                      });
}

void WorldModel::removeAccessPoint(const QString& name)
{
    m_connection.call("wifi.removeAccessPoint", {{"name", name.toStdString()}}, this,
                      [this](const Result<json::Value>& answer) {
                          if (!answer)
                              Q_EMIT failed(tr("Remove an access point"),
                                            QString::fromStdString(answer.error().toString()));
                      });
}

void WorldModel::changeIdentity(const char* action)
{
    ask("identity.change", {{"action", action}}, &WorldModel::takeIdentity,
        tr("Change the certificates"));
}

} // namespace perisphere::studio
