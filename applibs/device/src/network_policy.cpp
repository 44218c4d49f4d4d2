#include "perisphere/device/network_policy.hpp"

#include "perisphere/base/ascii.hpp"
#include "perisphere/device/policy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <charconv>
#include <variant>

namespace perisphere::device
{
namespace
{

using manifest::Capability;

/// Names of a table get addresses of their own, from the block for tests of network devices
/// (RFC 2544), so that a connection shows which name it is for.
constexpr std::uint32_t kFirstTableAddress = 0xC6120001; // 198.18.0.1

std::string dotted(std::uint32_t address)
{
    return fmt::format("{}.{}.{}.{}", address >> 24U, address >> 16U & 0xFFU, address >> 8U & 0xFFU,
                       address & 0xFFU);
}

} // namespace

std::string NetworkAddress::toString() const
{
    return fmt::format("{}:{}", dotted(address), port);
}

std::optional<std::uint32_t> parseAddress(std::string_view text)
{
    in_addr address{};
    if (::inet_pton(AF_INET, std::string(text).c_str(), &address) != 1)
        return std::nullopt;
    return ntohl(address.s_addr);
}

std::optional<NetworkAddress> parseNetworkAddress(std::string_view text)
{
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos)
        return std::nullopt;
    const auto address = parseAddress(text.substr(0, colon));
    const std::string_view digits = text.substr(colon + 1);
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (!address || error != std::errc() || end != digits.data() + digits.size() || port == 0)
        return std::nullopt;
    return NetworkAddress{*address, port};
}

NetworkPolicy::NetworkPolicy(const manifest::Manifest& manifest, std::vector<NamedEndpoint> table)
    : m_manifest(manifest)
{
    const manifest::CapabilityValue* const allowed = manifest.find(Capability::AllowedConnections);
    if (allowed == nullptr)
        return;
    std::uint32_t next = kFirstTableAddress;
    for (const manifest::ListEntry& entry : allowed->entries) {
        const auto* const host = std::get_if<std::string>(&entry.value);
        if (host == nullptr)
            continue;
        const auto row = std::find_if(table.begin(), table.end(), [&](const NamedEndpoint& one) {
            return equalIgnoringCase(one.name, *host);
        });
        if (row != table.end())
            m_known.push_back({.name = *host, .addresses = {next++}, .target = row->target});
        else if (const auto address = parseAddress(*host))
            m_known.push_back({.name = *host, .addresses = {*address}, .target = {}});
        else
            m_names.push_back(*host);
    }
}

void NetworkPolicy::setAddresses(const std::string& name, std::vector<std::uint32_t> addresses)
{
    const auto known = std::find_if(m_known.begin(), m_known.end(),
                                    [&](const Name& one) { return one.name == name; });
    if (known != m_known.end())
        known->addresses = std::move(addresses);
    else
        m_known.push_back({.name = name, .addresses = std::move(addresses), .target = {}});
}

const NetworkPolicy::Name* NetworkPolicy::find(std::uint32_t address) const
{
    const auto found = std::find_if(m_known.begin(), m_known.end(), [&](const Name& one) {
        return std::find(one.addresses.begin(), one.addresses.end(), address) !=
               one.addresses.end();
    });
    return found == m_known.end() ? nullptr : &*found;
}

std::string NetworkPolicy::hostOf(std::uint32_t address) const
{
    const Name* const known = find(address);
    return known == nullptr ? "" : known->name;
}

Outcome<NetworkAddress> NetworkPolicy::reach(Transport transport, NetworkAddress to) const
{
    if (const Name* const known = find(to.address))
        return known->target.value_or(to);
    const std::string host = dotted(to.address);
    const auto refused =
        require(m_manifest, Capability::AllowedConnections, std::string_view(host));
    return refuse(EHOSTUNREACH,
                  fmt::format("{} port {} over {}: {}", host, to.port,
                              transport == Transport::Tcp ? "TCP" : "UDP",
                              refused ? "not reachable" : refused.error().reason),
                  refused ? std::nullopt : refused.error().missing);
}

Outcome<> NetworkPolicy::bind(Transport transport, std::uint16_t port) const
{
    if (port == 0)
        return {};
    return require(m_manifest,
                   transport == Transport::Tcp ? Capability::AllowedTcpServerPorts
                                               : Capability::AllowedUdpServerPorts,
                   std::int64_t{port});
}

Outcome<> NetworkPolicy::listen(std::uint16_t port) const
{
    return require(m_manifest, Capability::AllowedTcpServerPorts, std::int64_t{port});
}

Outcome<std::vector<std::uint32_t>> NetworkPolicy::resolve(std::string_view name) const
{
    if (const auto allowed = require(m_manifest, Capability::AllowedConnections, name); !allowed)
        return refuse(ENOENT, allowed.error().reason, allowed.error().missing);
    const auto known = std::find_if(m_known.begin(), m_known.end(), [&](const Name& one) {
        return equalIgnoringCase(one.name, name);
    });
    if (known == m_known.end())
        return refuse(EAGAIN, fmt::format("this machine has not resolved \"{}\"", name));
    return known->addresses;
}

} // namespace perisphere::device
