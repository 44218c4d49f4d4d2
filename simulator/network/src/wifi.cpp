#include "perisphere/network/wifi.hpp"

#include "supplicant.hpp"
#include "wifi_configuration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace perisphere::network
{
namespace
{

SeenNetwork seen(const world::AccessPoint& point)
{
    return {.ssid = point.ssid,
            .bssid = point.bssid,
            .security = point.security,
            .frequencyMhz = point.frequencyMhz,
            .rssi = point.rssi};
}

bool isHexDigit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// 8 to 63 printable characters, or 64 hexadecimal digits.
bool isWpa2Key(std::string_view psk)
{
    constexpr std::size_t kShortest = 8;
    constexpr std::size_t kHexDigits = 64;
    if (psk.size() == kHexDigits)
        return std::all_of(psk.begin(), psk.end(), isHexDigit);
    return psk.size() >= kShortest && psk.size() < kHexDigits &&
           std::all_of(psk.begin(), psk.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

std::string& textOf(WifiNetwork& network, WifiText which)
{
    switch (which) {
    case WifiText::Identity:
        return network.identity;
    case WifiText::ClientCertificate:
        return network.clientCertificate;
    case WifiText::RootCertificate:
        return network.rootCertificate;
    case WifiText::ConfigName:
        break;
    }
    return network.configName;
}

} // namespace

Wifi::Wifi(Context context)
    : m_configuration(
          std::make_unique<WifiConfiguration>(context.remembered, std::move(context.save)))
    , m_supplicant(std::make_unique<Supplicant>(
          Supplicant::Context{.scheduler = context.scheduler,
                              .surroundings = context.surroundings,
                              .clock = context.clock,
                              .certificates = context.certificates,
                              .linkUp = std::move(context.linkUp),
                              .lanChanged = std::move(context.lanChanged),
                              .linkDown = std::move(context.linkDown)},
          *m_configuration))
{
}

Wifi::~Wifi() = default;

void Wifi::switchOn()
{
    m_isOn = true;
    m_supplicant->start();
}

void Wifi::switchOff()
{
    m_isOn = false;
    m_supplicant->stop();
    m_scanned.clear();
}

void Wifi::boot()
{
    m_configuration->reload();
    m_isPowerSaving = false;
}

void Wifi::surroundingsChanged()
{
    m_supplicant->surroundingsChanged();
}

Answer<> Wifi::ready() const
{
    if (!m_isOn)
        return refuse(ENETDOWN);
    if (!m_supplicant->isReady() || m_isHeldBack)
        return refuse(EAGAIN);
    return {};
}

Answer<WifiNetwork*> Wifi::network(int id) const
{
    if (id < 0)
        return refuse(EINVAL);
    if (const auto isReady = ready(); !isReady)
        return tl::unexpected(isReady.error());
    WifiNetwork* const found = m_configuration->find(id);
    if (found == nullptr)
        return refuse(ENODEV);
    return found;
}

template <class Change>
Answer<> Wifi::change(int id, Change change)
{
    const auto found = network(id);
    if (!found)
        return tl::unexpected(found.error());
    change(**found);
    m_supplicant->networkChanged(id);
    return {};
}

Answer<int> Wifi::add()
{
    if (const auto isReady = ready(); !isReady)
        return tl::unexpected(isReady.error());
    return m_configuration->add({});
}

Answer<int> Wifi::duplicate(int id, const std::string& configName)
{
    const auto original = network(id);
    if (!original)
        return tl::unexpected(original.error());
    if (m_configuration->findByName(configName) != nullptr)
        return refuse(EEXIST);
    WifiNetwork copy = **original;
    copy.configName = configName;
    copy.isEnabled = false;
    return m_configuration->add(std::move(copy));
}

Answer<> Wifi::forget(int id)
{
    if (const auto found = network(id); !found)
        return tl::unexpected(found.error());
    m_configuration->forget(id);
    m_supplicant->networkChanged(id);
    return {};
}

Answer<> Wifi::forgetAll()
{
    if (auto isReady = ready(); !isReady)
        return isReady;
    auto forgotten = m_configuration->forgetAll();
    m_supplicant->restart();
    return forgotten;
}

Answer<std::vector<StoredNetwork>> Wifi::storedNetworks() const
{
    if (const auto isReady = ready(); !isReady)
        return tl::unexpected(isReady.error());
    const WifiNetwork* const connected = m_supplicant->connectedNetwork();
    std::vector<StoredNetwork> networks;
    for (const WifiNetwork& one : m_configuration->running())
        networks.push_back({.ssid = one.ssid,
                            .security = one.security,
                            .isEnabled = one.isEnabled,
                            .isConnected = &one == connected});
    return networks;
}

Answer<int> Wifi::connectedId() const
{
    if (const auto isReady = ready(); !isReady)
        return tl::unexpected(isReady.error());
    const WifiNetwork* const connected = m_supplicant->connectedNetwork();
    if (connected == nullptr)
        return refuse(ENOTCONN);
    return connected->id;
}

Answer<int> Wifi::findByName(std::string_view configName) const
{
    if (const auto isReady = ready(); !isReady)
        return tl::unexpected(isReady.error());
    const WifiNetwork* const found = m_configuration->findByName(configName);
    if (found == nullptr)
        return refuse(ENODEV);
    return found->id;
}

Answer<> Wifi::persist()
{
    if (auto isReady = ready(); !isReady)
        return isReady;
    return m_configuration->persist();
}

Answer<> Wifi::reload()
{
    if (auto isReady = ready(); !isReady)
        return isReady;
    m_configuration->reload();
    m_supplicant->restart();
    return {};
}

Answer<> Wifi::store(WifiNetwork network)
{
    if (auto isReady = ready(); !isReady)
        return isReady;
    const bool hasKey = network.security == Security::Wpa2Psk;
    if (hasKey && !isWpa2Key(network.psk))
        return refuse(ERANGE, "a WPA2 key has 8 to 63 characters or 64 hexadecimal digits");
    const auto stored = m_configuration->store(std::move(network));
    if (!stored)
        return tl::unexpected(stored.error());
    m_supplicant->networkChanged(*stored);
    return {};
}

Answer<> Wifi::forgetMatching(std::string_view ssid, Security security)
{
    if (auto isReady = ready(); !isReady)
        return isReady;
    std::vector<int> before;
    for (const WifiNetwork& one : m_configuration->running())
        before.push_back(one.id);
    if (auto forgotten = m_configuration->forgetMatching(ssid, security); !forgotten)
        return forgotten;
    for (const int id : before)
        if (m_configuration->find(id) == nullptr)
            m_supplicant->networkChanged(id);
    return {};
}

Answer<> Wifi::setSsid(int id, std::string ssid)
{
    return change(id, [&](WifiNetwork& network) { network.ssid = std::move(ssid); });
}

Answer<> Wifi::setSecurity(int id, Security security)
{
    return change(id, [&](WifiNetwork& network) { network.security = security; });
}

Answer<> Wifi::setPsk(int id, std::string psk)
{
    if (!isWpa2Key(psk))
        return refuse(EINVAL, "a WPA2 key has 8 to 63 characters or 64 hexadecimal digits");
    return change(id, [&](WifiNetwork& network) { network.psk = std::move(psk); });
}

Answer<> Wifi::setFlag(int id, WifiFlag flag, bool value)
{
    return change(id, [&](WifiNetwork& network) {
        (flag == WifiFlag::Enabled ? network.isEnabled : network.isTargeted) = value;
    });
}

Answer<> Wifi::setText(int id, WifiText which, std::string text)
{
    const auto found = network(id);
    if (!found)
        return tl::unexpected(found.error());
    if (which == WifiText::ConfigName) {
        const WifiNetwork* const other = m_configuration->findByName(text);
        if (other != nullptr && other->id != id)
            return refuse(EEXIST, fmt::format("another network has the name \"{}\"", text));
    }
    return change(id, [&](WifiNetwork& network) { textOf(network, which) = std::move(text); });
}

Answer<std::string> Wifi::text(int id, WifiText which) const
{
    const auto found = network(id);
    if (!found)
        return tl::unexpected(found.error());
    return textOf(**found, which);
}

Answer<> Wifi::scan(std::function<void(Answer<std::size_t>)> done)
{
    if (auto isReady = ready(); !isReady)
        return isReady;
    m_supplicant->scan([this, done = std::move(done)](const std::vector<world::AccessPoint>& all) {
        if (!m_isOn) {
            done(refuse(ENETDOWN));
            return;
        }
        m_scanned.clear();
        for (const world::AccessPoint& point : all)
            m_scanned.push_back(seen(point));
        done(m_scanned.size());
    });
    return {};
}

Answer<std::vector<SeenNetwork>> Wifi::scannedNetworks() const
{
    if (const auto isReady = ready(); !isReady)
        return tl::unexpected(isReady.error());
    return m_scanned;
}

Answer<SeenNetwork> Wifi::currentNetwork() const
{
    if (const auto isReady = ready(); !isReady)
        return tl::unexpected(isReady.error());
    if (m_supplicant->connectedNetwork() == nullptr)
        return refuse(ENODATA);
    return seen(m_supplicant->connectedPoint());
}

Answer<WifiDiagnostics> Wifi::diagnostics(int id) const
{
    const auto found = network(id);
    if (!found) // ENETDOWN is not documented here; no failure is recorded while Wi-Fi is off
        return refuse(found.error().error == ENETDOWN ? ENODEV : found.error().error);
    const WifiFailure* const failure = m_supplicant->failureOf(id);
    if (failure == nullptr)
        return refuse(ENODEV);
    return WifiDiagnostics{.isEnabled =
                               (*found)->isEnabled && !m_supplicant->isTemporarilyDisabled(id),
                           .isConnected = m_supplicant->connectedNetwork() == *found,
                           .failure = *failure};
}

Answer<> Wifi::setPowerSaving(bool isEnabled)
{
    if (auto isReady = ready(); !isReady)
        return isReady;
    m_isPowerSaving = isEnabled;
    return {};
}

} // namespace perisphere::network
