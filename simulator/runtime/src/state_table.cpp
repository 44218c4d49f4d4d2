#include "state_table.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace perisphere::runtime
{
namespace
{

json::Value appsOf(const StateParts& parts)
{
    json::Value apps = json::Value::object();
    const auto onTrial = parts.apps.onTrial();
    for (const auto& app : parts.apps.apps())
        apps[app->componentId] = {{"name", app->name},
                                  {"image", app->imageId},
                                  {"canRollBack", parts.apps.canRollBack(app->componentId)},
                                  {"isOnTrial", std::find(onTrial.begin(), onTrial.end(),
                                                          app->componentId) != onTrial.end()}};
    return apps;
}

/// No private key, nor anything from which one could be guessed: this is printed.
json::Value certificatesOf(const StateParts& parts)
{
    json::Value all = json::Value::object();
    for (const certificates::StoredCertificate& one : parts.certificates.all())
        all[one.identifier] = {{"certificate", one.certificate},
                               {"hasPrivateKey", one.hasPrivateKey}};
    for (const std::string& identifier : parts.certificates.damaged())
        all[identifier] = "damaged";
    return all;
}

json::Value rtcOf(const StateParts& parts)
{
    const auto seconds = parts.rtc.kept();
    return seconds ? json::Value(*seconds) : json::Value();
}

json::Value softwareOf(const StateParts& parts)
{
    return parts.software.version();
}

json::Value identityOf(const StateParts& parts)
{
    return {{"device", parts.identity.deviceId()}, {"counters", parts.identity.counters()}};
}

json::Value networkOf(const StateParts& parts)
{
    return json::Value::parse(network::toJson(parts.network.kept()), nullptr, /*throws*/ false);
}

struct StateKind {
    std::string_view name; ///< as messages have it
    StateOwner owner;
    json::Value (*read)(const StateParts&);
};

constexpr std::array kStateKinds = {
    StateKind{"apps", StateOwner::Loop, appsOf},
    StateKind{"certificates", StateOwner::Loop, certificatesOf},
    StateKind{"real-time clock", StateOwner::Loop, rtcOf},
    StateKind{"system software", StateOwner::Loop, softwareOf},
    StateKind{"identity", StateOwner::Loop, identityOf},
    StateKind{"network settings", StateOwner::Machine, networkOf},
};

} // namespace

void collectState(const StateParts& parts, StateOwner owner, PersistentState& state)
{
    for (const StateKind& kind : kStateKinds)
        if (kind.owner == owner)
            state[std::string(kind.name)] = kind.read(parts);
}

} // namespace perisphere::runtime
