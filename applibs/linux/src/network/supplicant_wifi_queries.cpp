// What apps ask of Wi-Fi without changing it.
#include "perisphere/linux/network/supplicant_wifi.hpp"

#include "supplicant_session.hpp"
#include "wifi_messages.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

namespace perisphere::target
{

using device::Outcome;
using device::refuse;
using protocol::WifiText;

Outcome<std::vector<protocol::WifiStoredNetwork>> SupplicantWifi::storedNetworks()
{
    const auto status = m_session->ready();
    auto networks = m_session->networks();
    if (!status || !networks)
        return tl::unexpected(status ? networks.error() : status.error());
    WpaNetworks& all = *networks;
    std::vector<protocol::WifiStoredNetwork> stored;
    for (const WpaNetwork& one : all.all())
        stored.push_back({.ssid = ssidMessage(one.ssid),
                          .isEnabled = static_cast<std::uint8_t>(one.isDisabled ? 0 : 1),
                          .isConnected = static_cast<std::uint8_t>(
                              status->isCompleted && status->id == one.id ? 1 : 0),
                          .security = all.security(one.id)});
    return stored;
}

Outcome<int> SupplicantWifi::connectedId()
{
    const auto status = m_session->ready();
    if (!status)
        return tl::unexpected(status.error());
    if (!status->isCompleted || status->id < 0)
        return refuse(ENOTCONN);
    return status->id;
}

Outcome<int> SupplicantWifi::findByName(std::string_view configName)
{
    auto all = m_session->networks();
    if (!all)
        return tl::unexpected(all.error());
    const auto id = m_session->idOf(*all, configName);
    if (!id)
        return refuse(ENODEV);
    return *id;
}

Outcome<std::string> SupplicantWifi::text(int id, WifiText which)
{
    auto all = m_session->networksWith(id);
    if (!all)
        return tl::unexpected(all.error());
    switch (which) {
    case WifiText::Identity:
        return all->text(id, "identity");
    case WifiText::ClientCertificate:
        return EapCertificates::client(*all, id);
    case WifiText::RootCertificate:
        return EapCertificates::root(*all, id);
    case WifiText::ConfigName:
        break;
    }
    return all->text(id, "id_str");
}

void SupplicantWifi::scan(std::function<void(Outcome<std::size_t>)> done)
{
    m_session->scan(std::move(done));
}

Outcome<std::vector<protocol::WifiSeenNetwork>> SupplicantWifi::scannedNetworks()
{
    if (const auto status = m_session->ready(); !status)
        return tl::unexpected(status.error());
    return m_session->scanned();
}

Outcome<protocol::WifiSeenNetwork> SupplicantWifi::currentNetwork()
{
    const auto status = m_session->ready();
    if (!status)
        return tl::unexpected(status.error());
    if (!status->isCompleted || status->id < 0)
        return refuse(ENODATA);
    auto all = m_session->networks();
    if (!all)
        return tl::unexpected(all.error());
    const auto signal = parseSignal(m_session->ask("SIGNAL_POLL"));
    return seenMessage(status->ssid, status->bssid, all->security(status->id), status->frequencyMhz,
                       signal.value_or(0));
}

Outcome<protocol::WifiDiagnosticsReply> SupplicantWifi::diagnostics(int id)
{
    if (id < 0)
        return refuse(EINVAL);
    const auto status = m_session->ready();
    if (!status) // ENETDOWN is not documented here
        return refuse(status.error().error == ENETDOWN ? ENODEV : status.error().error);
    auto all = m_session->networks();
    const auto found = all ? all->find(id) : std::nullopt;
    const WifiFailure* const failure = m_session->failures().of(id);
    if (!found || failure == nullptr)
        return refuse(ENODEV);
    protocol::WifiDiagnosticsReply reply;
    reply.isEnabled = found->isDisabled || found->isTemporarilyDisabled ? 0 : 1;
    reply.isConnected = status->isCompleted && status->id == id ? 1 : 0;
    reply.timestamp = failure->timestamp;
    reply.error = static_cast<std::int32_t>(failure->error);
    reply.certError = failure->certError;
    reply.certDepth = failure->certDepth;
    std::copy_n(failure->certSubject.begin(),
                std::min(failure->certSubject.size(), sizeof reply.certSubject - 1),
                reply.certSubject);
    return reply;
}

} // namespace perisphere::target
