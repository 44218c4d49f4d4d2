// Landlock as far as kernels have it, by the version of its interface: Debian 12's header knows
// versions 1 and 2. The figures are of the kernel's include/uapi/linux/landlock.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <linux/landlock.h>

namespace perisphere::target
{

inline constexpr std::uint64_t kLandlockTruncate = 1ULL << 14U;    // version 3
inline constexpr std::uint64_t kLandlockIoctlDevice = 1ULL << 15U; // version 5
inline constexpr std::uint64_t kLandlockBindTcp = 1ULL << 0U;      // version 4
inline constexpr std::uint64_t kLandlockConnectTcp = 1ULL << 1U;   // version 4
inline constexpr int kLandlockRuleOfPort = 2;                      // LANDLOCK_RULE_NET_PORT

struct LandlockRuleset {
    std::uint64_t files = 0;
    std::uint64_t network = 0; ///< from version 4 on
    std::uint64_t scopes = 0;  ///< from version 6 on: abstract sockets, signals
};

struct LandlockPort {
    std::uint64_t allowed = 0;
    std::uint64_t port = 0;
};

/// Every right to files that this version can be asked to refuse.
constexpr std::uint64_t landlockFilesOf(int version)
{
    std::uint64_t files = (1ULL << 13U) - 1; // version 1: EXECUTE to MAKE_SYM
    if (version >= 2)
        files |= LANDLOCK_ACCESS_FS_REFER;
    if (version >= 3)
        files |= kLandlockTruncate;
    if (version >= 5)
        files |= kLandlockIoctlDevice;
    return files;
}

constexpr std::size_t landlockRulesetSize(int version)
{
    return version >= 6   ? sizeof(LandlockRuleset)
           : version >= 4 ? offsetof(LandlockRuleset, scopes)
                          : offsetof(LandlockRuleset, network);
}

/// Everything is refused that no rule allows. Connections by port are left to the packet filter
/// where the manifest has any hosts: it names no ports.
constexpr LandlockRuleset landlockRulesetOf(int version, bool mayConnect)
{
    LandlockRuleset rules{.files = landlockFilesOf(version)};
    if (version >= 4)
        rules.network = kLandlockBindTcp | (mayConnect ? 0 : kLandlockConnectTcp);
    if (version >= 6)
        rules.scopes = 3;
    return rules;
}

} // namespace perisphere::target
