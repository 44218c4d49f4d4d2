// Connections of apps to the apps on the real-time cores: what Application_Connect gives them.
#pragma once

#include "perisphere/base/unique_fd.hpp"
#include "perisphere/device/app.hpp"
#include "perisphere/device/app_status.hpp"
#include "perisphere/device/outcome.hpp"
#include "perisphere/engine/machine.hpp"
#include "perisphere/realtime/inter_core_channel.hpp"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace perisphere::runtime
{

class InterCoreConnections
{
public:
    virtual ~InterCoreConnections() = default;

    /// `componentId` is in the app's own manifest; in lower case. ECONNREFUSED when no such app
    /// runs on a real-time core or it has too many connections, EACCES when its manifest does not
    /// list this one.
    [[nodiscard]] virtual device::Outcome<UniqueFd> connect(const device::App& app,
                                                            const std::string& componentId) = 0;
};

/// Any thread. Connections end with the installation of the app on the core, not with its run.
class RealTimeConnections final : public InterCoreConnections, public device::AppObserver
{
public:
    /// Gives the channels of the cores there are; called on the machine thread.
    using Channels = std::function<std::vector<realtime::InterCoreChannel*>()>;

    RealTimeConnections(engine::Machine& machine, Channels channels)
        : m_machine(machine)
        , m_channels(std::move(channels))
    {
    }

    [[nodiscard]] device::Outcome<UniqueFd> connect(const device::App& app,
                                                    const std::string& componentId) override;
    void onAppEvent(const device::AppEvent& event) override;

private:
    [[nodiscard]] device::Outcome<UniqueFd> connectNow(const device::App& app,
                                                       const std::string& componentId) const;

    engine::Machine& m_machine;
    Channels m_channels;
};

/// A real-time capable app as the channel of its core has to know it.
[[nodiscard]] realtime::InterCorePeer interCorePeerOf(const device::App& app);

} // namespace perisphere::runtime
