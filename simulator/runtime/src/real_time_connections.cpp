#include "real_time_connections.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <utility>
#include <variant>

namespace perisphere::runtime
{

using device::Outcome;
using device::refuse;
using manifest::Capability;
using realtime::InterCoreChannel;
using realtime::InterCorePeer;

InterCorePeer interCorePeerOf(const device::App& app)
{
    InterCorePeer peer{.componentId = {}, .name = app.name, .partners = {}};
    if (const auto id = image::Guid::parse(app.componentId))
        peer.componentId = *id;
    const manifest::CapabilityValue* const listed =
        app.manifest.find(Capability::AllowedApplicationConnections);
    if (listed == nullptr)
        return peer;
    for (const manifest::ListEntry& entry : listed->entries)
        if (const auto* const text = std::get_if<std::string>(&entry.value))
            if (const auto id = image::Guid::parse(*text))
                peer.partners.push_back(*id);
    return peer;
}

Outcome<UniqueFd> RealTimeConnections::connect(const device::App& app,
                                               const std::string& componentId)
{
    auto connected =
        m_machine.call([&]() -> Result<Outcome<UniqueFd>> { return connectNow(app, componentId); });
    if (!connected)
        return refuse(EIO, connected.error().message);
    return std::move(*connected);
}

void RealTimeConnections::onAppEvent(const device::AppEvent& event)
{
    if (event.kind != device::AppEvent::Kind::Removed)
        return;
    const auto removed = image::Guid::parse(event.app.componentId);
    if (!removed)
        return;
    static_cast<void>(m_machine.call([&] {
        for (InterCoreChannel* const channel : m_channels())
            channel->remove(*removed);
    }));
}

Outcome<UniqueFd> RealTimeConnections::connectNow(const device::App& app,
                                                  const std::string& componentId) const
{
    const auto self = image::Guid::parse(app.componentId);
    const auto partner = image::Guid::parse(componentId);
    if (!self || !partner)
        return refuse(EINVAL, (self ? partner : self).error().toString());
    const auto channels = m_channels();
    const auto channel = std::ranges::find_if(channels, [&](const InterCoreChannel* one) {
        return one->peer() != nullptr && one->peer()->componentId == *partner;
    });
    if (channel == channels.end())
        return refuse(ECONNREFUSED,
                      fmt::format("the partner app {} is not running on a real-time core; install "
                                  "or start it first",
                                  componentId));
    const InterCorePeer& peer = *(*channel)->peer();
    if (std::ranges::find(peer.partners, *self) == peer.partners.end())
        return refuse(EACCES, fmt::format("the manifest of the partner app \"{}\" does not allow "
                                          "it; add \"{}\" to its \"{}\"",
                                          peer.name, app.componentId,
                                          name(Capability::AllowedApplicationConnections)));
    auto socket = (*channel)->connect(*self);
    if (!socket)
        return refuse(ECONNREFUSED, socket.error().toString());
    return std::move(*socket);
}

} // namespace perisphere::runtime
