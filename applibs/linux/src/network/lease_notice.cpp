#include "lease_notice.hpp"

#include "network_settings.hpp"

#include <algorithm>
#include <string>

namespace perisphere::target
{
namespace
{

std::string_view takeUntil(std::string_view& text, char separator)
{
    const std::size_t end = std::min(text.find(separator), text.size());
    const std::string_view piece = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return piece;
}

/// An address that a host may have, or be reached at: not 0.0.0.0/8, loopback, multicast and above.
bool isHostAddress(std::uint32_t address)
{
    constexpr unsigned kFirstByte = 24;
    constexpr std::uint32_t kLoopback = 127;
    constexpr std::uint32_t kMulticast = 224;
    const std::uint32_t first = address >> kFirstByte;
    return first != 0 && first != kLoopback && first < kMulticast;
}

/// Those of the words that are addresses of hosts; the first few.
std::vector<std::uint32_t> addressesOf(std::string_view words)
{
    std::vector<std::uint32_t> addresses;
    while (!words.empty() && addresses.size() < protocol::kMaxServerAddresses) {
        const auto address = parseAddress(std::string(takeUntil(words, ' ')));
        if (address && isHostAddress(*address))
            addresses.push_back(*address);
    }
    return addresses;
}

/// Whether the value can be taken.
bool take(DhcpLease& lease, std::string_view name, std::string_view value)
{
    constexpr std::uint32_t kNarrowest = 0xFFFFFFFE;
    if (name == "ip") {
        lease.address.address = parseAddress(std::string(value)).value_or(0);
        return isHostAddress(lease.address.address);
    }
    if (name == "subnet") {
        const std::uint32_t mask = parseAddress(std::string(value)).value_or(0);
        lease.address.bits = bitsOfMask(mask);
        return mask == 0xFFFFFFFFU || (mask <= kNarrowest && protocol::isSubnetMask(mask));
    }
    if (name == "router") {
        const auto routers = addressesOf(value);
        lease.gateway = routers.empty() ? 0 : routers.front();
    } else if (name == "dns") {
        lease.dnsServers = addressesOf(value);
    } else if (name == "ntpsrv") {
        lease.ntpServers = addressesOf(value);
    }
    return true;
}

/// RFC 950: by the address, where the server names no mask.
std::uint8_t classBits(std::uint32_t address)
{
    constexpr unsigned kByte = 8;
    constexpr std::uint32_t kClassB = 0x80000000;
    constexpr std::uint32_t kClassC = 0xC0000000;
    if (address < kClassB)
        return kByte;
    return address < kClassC ? 2 * kByte : 3 * kByte;
}

} // namespace

std::optional<LeaseNotice> parseLeaseNotice(std::string_view message)
{
    if (message.size() > kMaxLeaseNoticeBytes)
        return std::nullopt;
    const std::string_view event = takeUntil(message, '\n');
    if (event == "deconfig")
        return LeaseNotice{.kind = LeaseNotice::Kind::Lost, .lease = {}};
    if (event != "bound" && event != "renew")
        return LeaseNotice{};
    LeaseNotice notice{.kind = LeaseNotice::Kind::Gained, .lease = {}};
    while (!message.empty()) {
        std::string_view value = takeUntil(message, '\n');
        const std::string_view name = takeUntil(value, '=');
        if (!take(notice.lease, name, value))
            return std::nullopt;
    }
    InterfaceAddress& address = notice.lease.address;
    if (address.address == 0)
        return std::nullopt;
    if (address.bits == 0)
        address.bits = classBits(address.address);
    return notice;
}

} // namespace perisphere::target
