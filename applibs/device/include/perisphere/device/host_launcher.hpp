// Host mode: an app that was built for this machine runs as a plain process of it.
//
// No sandbox: the app has its user's rights to files and processes. The device's services hold it
// to its manifest, and a supervisor its sockets (network_policy.hpp): undeclared hosts and ports
// fail, and its /etc/hosts knows the names of AllowedConnections and no others. argv[0] is the
// entry point as the manifest writes it, argv[1...] the CmdArgs; the environment is
// PERISPHERE_DEVICE and what StartOptions adds; the working directory is the image's root. Its
// descriptors are the standard ones (input is empty), the device's socket, and the file that
// libapplibs leaves a crash report in.
#pragma once

#include "perisphere/device/app_launcher.hpp"
#include "perisphere/device/network_policy.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::device
{

/// The network that apps see.
struct HostNetwork {
    std::vector<NamedEndpoint> table; ///< names that lead to endpoints of this machine
    /// Whether a connection to an allowed host (as the manifest writes it) gets there now; missing:
    /// always. ETIMEDOUT: its packets get lost. Any thread.
    std::function<Outcome<>(const std::string& host)> wayTo;
    /// What was refused to the app of a component id, for its log. Any thread.
    std::function<void(const std::string& componentId, const std::string& text)> note;
};

class HostLauncher final : public AppLauncher
{
public:
    /// Without a network, apps have that of their user.
    HostLauncher() = default;
    explicit HostLauncher(HostNetwork network)
        : m_network(std::move(network))
    {
    }

    [[nodiscard]] std::string packageRoot(const App& app) const override;

    /// Unsupported, naming the machine, when the program is built for another one.
    [[nodiscard]] Result<std::unique_ptr<AppProcess>>
    start(const App& app, const StartOptions& options, AppDescriptors descriptors) override;

private:
    std::optional<HostNetwork> m_network;
};

} // namespace perisphere::device
