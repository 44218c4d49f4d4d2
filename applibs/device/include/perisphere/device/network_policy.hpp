// What an app's manifest allows it on the network: the one place that decides, for the simulator
// and for the target. IPv4 only, as the device has nothing else.
#pragma once

#include "perisphere/device/outcome.hpp"
#include "perisphere/manifest/manifest.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::device
{

enum class Transport : std::uint8_t { Tcp, Udp };

/// In host byte order.
struct NetworkAddress {
    std::uint32_t address = 0;
    std::uint16_t port = 0;
    bool operator==(const NetworkAddress&) const = default;
    /// "127.0.0.1:8443"
    [[nodiscard]] std::string toString() const;
};

/// "127.0.0.1"; nullopt for anything else, names included.
[[nodiscard]] std::optional<std::uint32_t> parseAddress(std::string_view text);
/// "127.0.0.1:8443".
[[nodiscard]] std::optional<NetworkAddress> parseNetworkAddress(std::string_view text);

/// A name of the simulated network: whoever connects to any port of it comes out there.
struct NamedEndpoint {
    std::string name;
    NetworkAddress target;
    bool operator==(const NamedEndpoint&) const = default;
};

class NetworkPolicy
{
public:
    /// The table's names are known at once; other names of AllowedConnections get their addresses
    /// by setAddresses(). `manifest` outlives this.
    NetworkPolicy(const manifest::Manifest& manifest, std::vector<NamedEndpoint> table);

    /// Names of AllowedConnections that are in no table: somebody has to resolve them.
    [[nodiscard]] const std::vector<std::string>& namesToResolve() const { return m_names; }
    void setAddresses(const std::string& name, std::vector<std::uint32_t> addresses);

    /// Where a packet or connection to `to` goes: there, or where the table says. EHOSTUNREACH with
    /// a reason that names the line of the manifest to change.
    [[nodiscard]] Outcome<NetworkAddress> reach(Transport transport, NetworkAddress to) const;

    /// The allowed host that an address belongs to, as the manifest writes it; "" for others.
    [[nodiscard]] std::string hostOf(std::uint32_t address) const;

    /// EACCES, as above. Port 0, an ephemeral one, is fine for UDP and TCP clients.
    [[nodiscard]] Outcome<> bind(Transport transport, std::uint16_t port) const;
    [[nodiscard]] Outcome<> listen(std::uint16_t port) const;

    /// Its addresses, in host byte order. ENOENT: not an allowed name, with a reason as below;
    /// EAGAIN: they are not known (yet).
    [[nodiscard]] Outcome<std::vector<std::uint32_t>> resolve(std::string_view name) const;

private:
    struct Name {
        std::string name;
        std::vector<std::uint32_t> addresses;
        std::optional<NetworkAddress> target; ///< from the table
    };

    [[nodiscard]] const Name* find(std::uint32_t address) const;

    const manifest::Manifest& m_manifest;
    std::vector<std::string> m_names;
    std::vector<Name> m_known;
};

} // namespace perisphere::device
