#include "wifi_configuration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace perisphere::network
{
namespace
{

auto isNetwork(std::string_view ssid, Security security)
{
    return [ssid, security](const WifiNetwork& network) {
        return network.ssid == ssid && network.security == security;
    };
}

} // namespace

WifiConfiguration::WifiConfiguration(std::vector<WifiNetwork>& remembered,
                                     std::function<bool()> save)
    : m_remembered(remembered)
    , m_save(std::move(save))
{
    reload();
}

void WifiConfiguration::reload()
{
    m_running = m_remembered;
    int id = 0;
    for (WifiNetwork& network : m_running)
        network.id = id++;
}

WifiNetwork* WifiConfiguration::find(int id)
{
    return const_cast<WifiNetwork*>(std::as_const(*this).find(id));
}

const WifiNetwork* WifiConfiguration::find(int id) const
{
    const auto found = std::find_if(m_running.begin(), m_running.end(),
                                    [id](const WifiNetwork& one) { return one.id == id; });
    return found == m_running.end() ? nullptr : &*found;
}

WifiNetwork* WifiConfiguration::findByName(std::string_view configName)
{
    const auto found =
        std::find_if(m_running.begin(), m_running.end(),
                     [&](const WifiNetwork& one) { return one.configName == configName; });
    return configName.empty() || found == m_running.end() ? nullptr : &*found;
}

Answer<int> WifiConfiguration::add(WifiNetwork network)
{
    if (m_running.size() >= kMaxNetworks)
        return refuse(ENOMEM, fmt::format("the device knows {} networks, which is as many as it "
                                          "can; forget one first",
                                          kMaxNetworks));
    network.id = m_running.empty() ? 0 : m_running.back().id + 1; // IDs ascend in the list
    m_running.push_back(std::move(network));
    return m_running.back().id;
}

void WifiConfiguration::forget(int id)
{
    std::erase_if(m_running, [id](const WifiNetwork& one) { return one.id == id; });
}

Answer<> WifiConfiguration::remember(std::vector<WifiNetwork> networks)
{
    if (networks.size() > kMaxRememberedNetworks)
        return refuse(ENOSPC, fmt::format("{} networks are to be stored; there is room for {}",
                                          networks.size(), kMaxRememberedNetworks));
    for (WifiNetwork& network : networks)
        network.id = 0;
    m_remembered.swap(networks);
    if (m_save())
        return {};
    m_remembered.swap(networks);
    return refuse(ENOSPC, "the network settings cannot be written");
}

Answer<> WifiConfiguration::persist()
{
    for (const WifiNetwork& network : m_running)
        if (network.ssid.empty())
            return refuse(EINVAL, fmt::format("network {} has no SSID; set one or forget the "
                                              "network before the configuration is stored",
                                              network.id));
    return remember(m_running);
}

Answer<> WifiConfiguration::forgetAll()
{
    m_running.clear();
    return remember({});
}

Answer<int> WifiConfiguration::store(WifiNetwork network)
{
    if (std::any_of(m_running.begin(), m_running.end(), isNetwork(network.ssid, network.security)))
        return refuse(EEXIST);
    if (m_running.size() >= kMaxNetworks)
        return refuse(ENOSPC, "the device knows as many networks as it can; forget one first");
    std::vector<WifiNetwork> remembered = m_remembered;
    std::erase_if(remembered, isNetwork(network.ssid, network.security));
    remembered.push_back(network);
    if (const auto done = remember(std::move(remembered)); !done)
        return tl::unexpected(done.error());
    return add(std::move(network));
}

Answer<> WifiConfiguration::forgetMatching(std::string_view ssid, Security security)
{
    const auto matches = isNetwork(ssid, security);
    const std::string copy(ssid); // it may be a running network's own
    if (std::none_of(m_running.begin(), m_running.end(), matches))
        return refuse(ENOENT);
    std::vector<WifiNetwork> remembered = m_remembered;
    std::erase_if(remembered, matches);
    if (auto done = remember(std::move(remembered)); !done)
        return done;
    std::erase_if(m_running, isNetwork(copy, security));
    return {};
}

} // namespace perisphere::network
