// The network of one app: a namespace of the daemon's (the app has no rights over it, whatever it
// becomes in its own), a cable to the bridge, a packet filter made from the manifest, and the name
// server that its resolver asks.
//
// It is made at the app's first start and serves later ones. A name of AllowedConnections is looked
// up when the app asks for it; its addresses get into the filter before the app gets them.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/base/unique_fd.hpp"
#include "perisphere/device/app.hpp"
#include "perisphere/linux/sandbox_network.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace perisphere::target
{

/// The bridge and the device's rules for all apps.
[[nodiscard]] Result<> prepareSandboxNetwork(const SandboxNetwork& network);

/// What that has made. Apps' networks are gone by then.
void removeSandboxNetwork(const SandboxNetwork& network);

class AppNetwork
{
public:
    struct Setup {
        std::uint32_t number = 0; ///< of the app, from 1 on: its address and the name of its cable
        bool isFiltered = true;   ///< tests do without
        /// What was refused, for the app's developer; on a thread of the network's.
        std::function<void(std::string)> note;
    };
    [[nodiscard]] static Result<std::unique_ptr<AppNetwork>>
    create(const device::App& app, const SandboxNetwork& network, Setup setup);
    AppNetwork(const AppNetwork&) = delete;
    AppNetwork& operator=(const AppNetwork&) = delete;
    ~AppNetwork();

    /// The namespace's.
    [[nodiscard]] int descriptor() const;
    /// Whether the manifest says the same of the network as the one that this was made from.
    [[nodiscard]] bool isFor(const device::App& app) const;

private:
    class Impl;
    explicit AppNetwork(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace perisphere::target
