#include "models/nets_model.hpp"

#include "connection/device_connection.hpp"
#include "connection/text_of.hpp"

#include <algorithm>
#include <utility>

namespace perisphere::studio
{
namespace
{

constexpr int kLookMilliseconds = 200;

PinLevel levelOf(const std::string& name)
{
    if (name == "high")
        return PinLevel::High;
    return name == "low" ? PinLevel::Low : PinLevel::Floating;
}

} // namespace

NetsModel::NetsModel(DeviceConnection& connection, QObject* parent)
    : QObject(parent)
    , m_connection(connection)
{
    m_timer.setInterval(kLookMilliseconds);
    connect(&m_timer, &QTimer::timeout, this, &NetsModel::ask);
    connect(&connection, &DeviceConnection::attached, this, &NetsModel::ask);
}

void NetsModel::setWatched(bool isWatched)
{
    if (!isWatched) {
        m_timer.stop();
        return;
    }
    ask();
    m_timer.start();
}

void NetsModel::ask()
{
    if (!m_connection.isAttached() || std::exchange(m_isAsking, true))
        return;
    m_connection.call("net.list", json::Value::object(), this,
                      [this](const Result<json::Value>& answer) {
                          m_isAsking = false;
                          if (answer)
                              take(*answer);
                      });
    m_connection.call("pin.owners", json::Value::object(), this,
                      [this](const Result<json::Value>& answer) {
                          if (answer)
                              takeOwners(*answer);
                      });
}

std::vector<NetsModel::Owner> NetsModel::ownersOf(const QString& pin) const
{
    std::vector<Owner> owners;
    const auto net = netOf(pin);
    if (net == nullptr)
        return owners;
    for (const QString& joined : net->pins)
        for (const Owner& owner : m_owners.values(joined))
            if (std::ranges::find(owners, owner) == owners.end())
                owners.push_back(owner);
    return owners;
}

void NetsModel::takeOwners(const json::Value& answer)
{
    QMultiHash<QString, Owner> owners;
    for (const json::Value& one : answer.at("owners"))
        owners.insert(textOf(one, "pin"), {textOf(one, "app"), textOf(one, "function")});
    m_owners = std::move(owners);
}

void NetsModel::take(const json::Value& answer)
{
    bool isNew = false;
    QHash<QString, std::shared_ptr<const NetSight>> nets;
    for (const json::Value& one : answer.at("nets")) {
        auto net = std::make_shared<NetSight>(
            NetSight{.level = levelOf(one.at("level").get<std::string>()),
                     .volts = one.at("volts").get<double>(),
                     .isInConflict = one.at("conflict").get<bool>(),
                     .pins = {}});
        for (const json::Value& pin : one.at("pins"))
            net->pins.append(textOf(pin));
        for (const QString& pin : std::as_const(net->pins)) {
            const auto before = m_nets.value(pin);
            isNew = isNew || before == nullptr || *before != *net;
            nets.insert(pin, net);
        }
    }
    if (!isNew && nets.size() == m_nets.size())
        return;
    m_nets = std::move(nets);
    Q_EMIT changed();
}

} // namespace perisphere::studio
