// Network interfaces and their IPv4 addresses, by the kernel's routing netlink.
#pragma once

#include "netlink_message.hpp"
#include "perisphere/base/result.hpp"
#include "perisphere/base/unique_fd.hpp"
#include "perisphere/protocol/network.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace perisphere::target
{

using HardwareAddress = std::array<std::uint8_t, protocol::kHardwareAddressBytes>;

/// In host byte order.
struct InterfaceAddress {
    std::uint32_t address = 0;
    std::uint8_t bits = 0; ///< of the subnet
    bool operator==(const InterfaceAddress&) const = default;
};

struct LinkState {
    int index = 0;
    bool isUp = false;    ///< switched on
    bool hasLink = false; ///< a cable is in; associated, and with keys where there are any
    std::optional<HardwareAddress> hardwareAddress; ///< not of interfaces with longer ones
    std::vector<InterfaceAddress> addresses;
    bool hasDefaultRoute = false;
};

/// Of the network namespace that the thread was in at open(). Changes return when the kernel has
/// made them.
class KernelLinks
{
public:
    [[nodiscard]] static Result<KernelLinks> open();

    /// nullopt: there is no such interface.
    [[nodiscard]] std::optional<LinkState> find(const std::string& name);

    [[nodiscard]] Result<> setUp(const std::string& name, bool isUp);
    /// EBUSY of some drivers while the interface is up.
    [[nodiscard]] Result<> setHardwareAddress(const std::string& name,
                                              const HardwareAddress& address);
    /// Takes all IPv4 addresses from it, and with them its routes.
    [[nodiscard]] Result<> clearAddresses(const std::string& name);
    /// In place of all that it has.
    /// @param gateway 0: none
    /// @param metric of the way through the gateway: the smallest is taken
    [[nodiscard]] Result<> setAddress(const std::string& name, InterfaceAddress address,
                                      std::uint32_t gateway, std::uint32_t metric);

private:
    explicit KernelLinks(UniqueFd socket)
        : m_socket(std::move(socket))
    {
    }
    /// All messages that answer a request for a list; false where the kernel has refused it.
    bool list(std::uint16_t type, std::span<const std::byte> head, const OnNetlinkMessage& take);
    void readAddresses(LinkState& state);
    void readRoutes(LinkState& state);
    [[nodiscard]] Result<> addAddress(const std::string& name, int index, InterfaceAddress address);

    UniqueFd m_socket;
};

} // namespace perisphere::target
