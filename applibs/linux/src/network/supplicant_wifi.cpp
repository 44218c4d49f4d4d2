#include "perisphere/linux/network/supplicant_wifi.hpp"

#include "nl80211.hpp"
#include "supplicant_session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace perisphere::target
{

using device::Outcome;
using device::refuse;
using protocol::WifiSecurity;
using protocol::WifiText;

namespace
{

constexpr std::size_t kMaxNetworks = 64; ///< that it knows at a time

bool isHexDigits(std::string_view text)
{
    return text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

/// 8 to 63 printable characters, or 64 hexadecimal digits.
bool isWpa2Key(std::string_view psk)
{
    constexpr std::size_t kShortest = 8;
    constexpr std::size_t kHexDigits = 64;
    if (psk.size() == kHexDigits)
        return isHexDigits(psk);
    return psk.size() >= kShortest && psk.size() < kHexDigits &&
           std::ranges::all_of(psk, [](char c) { return c >= ' ' && c <= '~'; });
}

std::string_view ssidOf(const protocol::Ssid& ssid)
{
    const std::size_t length = std::min<std::size_t>(ssid.length, sizeof ssid.bytes);
    return {reinterpret_cast<const char*>(ssid.bytes), length};
}

} // namespace

SupplicantWifi::SupplicantWifi(SupplicantWifiParts parts)
    : m_session(std::make_unique<SupplicantSession>(std::move(parts)))
{
}

SupplicantWifi::~SupplicantWifi() = default;

Outcome<int> SupplicantWifi::add()
{
    auto all = m_session->networks();
    if (!all)
        return tl::unexpected(all.error());
    if (all->all().size() >= kMaxNetworks)
        return refuse(ENOMEM, fmt::format("the device knows {} networks, which is as many as it "
                                          "can; forget one first",
                                          kMaxNetworks));
    const auto id = all->add();
    if (!id)
        return refuse(ENOMEM);
    return *id;
}

Outcome<int> SupplicantWifi::duplicate(int id, std::string_view configName)
{
    auto all = m_session->networksWith(id);
    if (!all)
        return tl::unexpected(all.error());
    if (m_session->idOf(*all, configName))
        return refuse(EEXIST);
    if (all->all().size() >= kMaxNetworks)
        return refuse(ENOMEM);
    const auto copy = all->duplicate(id);
    if (!copy || !all->setText(*copy, "id_str", configName))
        return refuse(ENOMEM);
    return *copy;
}

Outcome<> SupplicantWifi::forget(int id)
{
    auto all = m_session->networksWith(id);
    if (!all)
        return tl::unexpected(all.error());
    m_session->remove(*all, id);
    return {};
}

Outcome<> SupplicantWifi::forgetAll()
{
    auto all = m_session->networks();
    if (!all)
        return tl::unexpected(all.error());
    for (const WpaNetwork& one : all->all())
        m_session->remove(*all, one.id);
    return m_session->save(0);
}

Outcome<> SupplicantWifi::store(const protocol::WifiStoreRequest& network)
{
    auto all = m_session->networks();
    if (!all)
        return tl::unexpected(all.error());
    const std::string_view psk(network.psk, network.pskLength);
    const bool hasKey = network.security == WifiSecurity::Wpa2Psk;
    if (hasKey && !isWpa2Key(psk))
        return refuse(ERANGE, "a WPA2 key has 8 to 63 characters or 64 hexadecimal digits");
    const auto known = all->all();
    for (const WpaNetwork& one : known)
        if (one.ssid == ssidOf(network.ssid) && all->security(one.id) == network.security)
            return refuse(EEXIST);
    if (known.size() >= kMaxPersistedNetworks)
        return refuse(ENOSPC, "the device knows as many networks as it can; forget one first");
    const auto id = all->add();
    if (!id)
        return refuse(ENOSPC);
    Outcome<> done =
        orNotReady(all->setSsid(*id, ssidOf(network.ssid)) && (!hasKey || all->setKey(*id, psk)) &&
                   all->setSecurity(*id, network.security) && all->setEnabled(*id, true));
    if (done)
        done = m_session->save(known.size() + 1);
    if (!done)
        m_session->remove(*all, *id);
    return done;
}

Outcome<> SupplicantWifi::forgetMatching(const protocol::WifiForgetMatchingRequest& network)
{
    auto all = m_session->networks();
    if (!all)
        return tl::unexpected(all.error());
    const auto known = all->all();
    std::size_t left = known.size();
    for (const WpaNetwork& one : known)
        if (one.ssid == ssidOf(network.ssid) && all->security(one.id) == network.security) {
            m_session->remove(*all, one.id);
            --left;
        }
    if (left == known.size())
        return refuse(ENOENT);
    return m_session->save(left);
}

Outcome<> SupplicantWifi::setSsid(int id, const protocol::Ssid& ssid)
{
    return m_session->change(
        id, [&](WpaNetworks& all) { return orNotReady(all.setSsid(id, ssidOf(ssid))); });
}

Outcome<> SupplicantWifi::setSecurity(int id, WifiSecurity security)
{
    return m_session->change(
        id, [&](WpaNetworks& all) { return orNotReady(all.setSecurity(id, security)); });
}

Outcome<> SupplicantWifi::setPsk(int id, std::string_view psk)
{
    if (!isWpa2Key(psk))
        return refuse(EINVAL, "a WPA2 key has 8 to 63 characters or 64 hexadecimal digits");
    return m_session->change(id, [&](WpaNetworks& all) { return orNotReady(all.setKey(id, psk)); });
}

Outcome<> SupplicantWifi::setFlag(int id, protocol::WifiFlag flag, bool value)
{
    if (flag == protocol::WifiFlag::Targeted)
        return m_session->change(
            id, [&](WpaNetworks& all) { return orNotReady(all.setTargeted(id, value)); });
    auto all = m_session->networksWith(id);
    if (!all)
        return tl::unexpected(all.error());
    return m_session->setEnabled(*all, id, value);
}

Outcome<> SupplicantWifi::setText(int id, WifiText which, std::string_view text)
{
    const std::string value(text);
    return m_session->change(id, [&](WpaNetworks& all) -> Outcome<> {
        switch (which) {
        case WifiText::Identity:
            return orNotReady(all.setText(id, "identity", value));
        case WifiText::ClientCertificate:
            return orNotReady(m_session->certificates().setClient(all, id, value));
        case WifiText::RootCertificate:
            return orNotReady(m_session->certificates().setRoot(all, id, value));
        case WifiText::ConfigName:
            break;
        }
        const auto other = m_session->idOf(all, value);
        if (other && *other != id)
            return refuse(EEXIST, fmt::format("another network has the name \"{}\"", value));
        return orNotReady(all.setText(id, "id_str", value));
    });
}

Outcome<> SupplicantWifi::persist()
{
    auto all = m_session->networks();
    if (!all)
        return tl::unexpected(all.error());
    const auto known = all->all();
    for (const WpaNetwork& one : known)
        if (one.ssid.empty())
            return refuse(EINVAL, fmt::format("network {} has no SSID; set one or forget the "
                                              "network before the configuration is stored",
                                              one.id));
    return m_session->save(known.size());
}

Outcome<> SupplicantWifi::reload()
{
    return m_session->reload();
}

Outcome<> SupplicantWifi::setPowerSaving(bool isEnabled)
{
    if (const auto status = m_session->ready(); !status)
        return tl::unexpected(status.error());
    if (const auto set = setWifiPowerSaving(m_session->interface(), isEnabled); !set)
        return refuse(EAGAIN, set.error().toString());
    return {};
}

} // namespace perisphere::target
