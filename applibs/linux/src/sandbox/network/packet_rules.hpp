// The packet filter of one app's network, and the device's for all of them. Text of nftables made
// from numbers and addresses only, and applied at once or not at all.
#pragma once

#include "network_links.hpp"
#include "perisphere/base/result.hpp"
#include "perisphere/manifest/manifest.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace perisphere::target
{

/// What an app may be asked on. Each port is one app's alone.
struct ServerPorts {
    std::vector<std::uint16_t> tcp;
    std::vector<std::uint16_t> udp;
};
[[nodiscard]] ServerPorts serverPortsOf(const manifest::Manifest& manifest);

/// Whose refused packets are told, see refused_packet.hpp: nfnetlink's group.
inline constexpr std::uint16_t kRefusedGroup = 1;

/// Of an app's own network: hosts whose addresses the manifest has, names' as they are added, its
/// ports from outside. Everything else, and all of IPv6, is refused, and told.
[[nodiscard]] std::string rulesInside(const std::vector<std::uint32_t>& hosts,
                                      const ServerPorts& ports);

/// Of the device's network: apps appear outside with the device's address. What other rules the
/// device has stays.
/// @param isRouter whether packets go on between other networks of the device
[[nodiscard]] std::string rulesOfDevice(const std::string& bridge, Subnet subnet, bool isRouter);
/// The app's ports are the device's.
[[nodiscard]] std::string rulesOfPorts(const std::string& table, std::uint32_t address,
                                       const ServerPorts& ports);

/// The packet filter of one network, through the program nft, which is executed without a shell.
class PacketRules
{
public:
    /// @param program nft
    /// @param network a namespace's descriptor; -1: the one that the thread is in
    PacketRules(std::filesystem::path program, int network)
        : m_program(std::move(program))
        , m_network(network)
    {
    }

    /// All of it or nothing. Errors have the program's words.
    [[nodiscard]] Result<> apply(const std::string& rules) const;
    /// To what rulesInside() has made: the app reaches them for that long, and goes on with
    /// connections that it has then.
    [[nodiscard]] Result<> addHosts(std::span<const std::uint32_t> addresses,
                                    std::chrono::seconds lasting) const;

private:
    std::filesystem::path m_program;
    int m_network;
};

} // namespace perisphere::target
