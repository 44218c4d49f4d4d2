// The networks that the device knows: the running list, and the one that is remembered.
#pragma once

#include "perisphere/network/refusal.hpp"
#include "perisphere/network/settings.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::network
{

inline constexpr std::size_t kMaxNetworks = 64;           ///< in the running list
inline constexpr std::size_t kMaxRememberedNetworks = 32; ///< as the settings' schema says

/// Errors are errnos of the Wi-Fi API.
class WifiConfiguration
{
public:
    /// `remembered` are the settings' networks; `save` makes their change last, false: it cannot.
    WifiConfiguration(std::vector<WifiNetwork>& remembered, std::function<bool()> save);

    /// The running list becomes what is remembered, with new IDs from 0.
    void reload();

    [[nodiscard]] const std::vector<WifiNetwork>& running() const { return m_running; }
    /// nullptr: no network has that ID.
    [[nodiscard]] WifiNetwork* find(int id);
    [[nodiscard]] const WifiNetwork* find(int id) const;
    /// nullptr: no network has that name, or it is empty.
    [[nodiscard]] WifiNetwork* findByName(std::string_view configName);

    /// ENOMEM.
    [[nodiscard]] Answer<int> add(WifiNetwork network);
    void forget(int id);

    /// EINVAL (a network without SSID), ENOSPC.
    [[nodiscard]] Answer<> persist();
    /// ENOSPC.
    [[nodiscard]] Answer<> forgetAll();
    /// In both lists at once. EEXIST, ENOSPC.
    [[nodiscard]] Answer<int> store(WifiNetwork network);
    /// From both lists at once. ENOENT, ENOSPC.
    [[nodiscard]] Answer<> forgetMatching(std::string_view ssid, Security security);

private:
    [[nodiscard]] Answer<> remember(std::vector<WifiNetwork> networks);

    std::vector<WifiNetwork>& m_remembered;
    std::function<bool()> m_save;
    std::vector<WifiNetwork> m_running;
};

} // namespace perisphere::network
