#include "supplicant_session.hpp"

#include "kernel_links.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace perisphere::target
{

using device::Outcome;
using device::refuse;
using protocol::WifiSecurity;

namespace
{

constexpr std::string_view kCertificateSuffix = ".pem";

std::string missingFile(const std::string& identifier)
{
    return fmt::format("/nonexistent/{}{}", identifier, kCertificateSuffix);
}

} // namespace

protocol::Ssid ssidMessage(const std::string& ssid)
{
    protocol::Ssid message;
    message.length = static_cast<std::uint8_t>(std::min(ssid.size(), sizeof message.bytes));
    std::copy_n(ssid.begin(), message.length, message.bytes);
    return message;
}

protocol::WifiSeenNetwork seenMessage(const std::string& ssid, const Bssid& bssid,
                                      WifiSecurity security, std::uint32_t frequencyMhz, int rssi)
{
    protocol::WifiSeenNetwork message;
    message.ssid = ssidMessage(ssid);
    std::ranges::copy(bssid, message.bssid);
    message.security = security;
    message.frequencyMhz = frequencyMhz;
    message.rssi = rssi;
    return message;
}

Outcome<> orNotReady(bool isDone)
{
    if (!isDone)
        return refuse(EAGAIN, "wpa_supplicant has refused it");
    return {};
}

SupplicantSession::SupplicantSession(SupplicantWifiParts parts)
    : m_parts(std::move(parts))
    , m_socket(m_parts.sockets / m_parts.interface.value_or(""))
    , m_events(m_parts.loop, m_socket, [this](const WpaEvent& event) { take(event); })
{
    if (m_parts.interface)
        connect();
}

bool SupplicantSession::isUp() const
{
    if (!m_parts.interface)
        return false;
    auto links = KernelLinks::open();
    const auto state = links ? links->find(*m_parts.interface) : std::nullopt;
    return state && state->isUp;
}

void SupplicantSession::connect()
{
    m_control.reset();
    m_events.detach();
    auto control = WpaControl::connect(m_socket);
    if (!control)
        return;
    m_control.emplace(std::move(*control));
    m_events.attach();
}

std::optional<WpaStatus> SupplicantSession::askStatus()
{
    return parseWpaStatus(ask("STATUS"));
}

std::string SupplicantSession::ask(std::string_view command)
{
    return m_control ? m_control->request(command).value_or("") : std::string();
}

Outcome<WpaStatus> SupplicantSession::ready()
{
    if (!isUp())
        return refuse(ENETDOWN);
    auto status = askStatus();
    if (!status) {
        connect(); // it may be another one than before
        status = askStatus();
    }
    if (status && !status->isOff)
        return *status;
    return refuse(EAGAIN, fmt::format("wpa_supplicant {} {}",
                                      status ? "has not noticed yet that its interface is on:"
                                             : "does not answer at",
                                      m_socket.string()));
}

Outcome<WpaNetworks> SupplicantSession::networks()
{
    if (const auto status = ready(); !status)
        return tl::unexpected(status.error());
    return WpaNetworks(*m_control);
}

Outcome<WpaNetworks> SupplicantSession::networksWith(int id)
{
    if (id < 0)
        return refuse(EINVAL);
    auto all = networks();
    if (all && !all->find(id))
        return refuse(ENODEV);
    return all;
}

Outcome<> SupplicantSession::change(int id, const std::function<Outcome<>(WpaNetworks&)>& make)
{
    auto all = networksWith(id);
    if (!all)
        return tl::unexpected(all.error());
    const auto before = all->find(id);
    if (auto made = make(*all); !made)
        return made;
    if (!before || before->isDisabled || before->isCurrent)
        return {};
    if (auto off = setEnabled(*all, id, false); !off)
        return off;
    return setEnabled(*all, id, true);
}

Outcome<> SupplicantSession::setEnabled(WpaNetworks& all, int id, bool isEnabled)
{
    auto done = orNotReady(all.setEnabled(id, isEnabled));
    if (isEnabled)
        judgeSettings(all, id);
    return done;
}

/// wpa_supplicant passes over a network without a key, or waits for who has the identity, and says
/// nothing.
void SupplicantSession::judgeSettings(WpaNetworks& all, int id)
{
    if (auto never = whyNeverJoined(attempt(all, id)))
        m_failures.record(id, std::move(*never));
}

Outcome<> SupplicantSession::save(std::size_t count)
{
    if (count > kMaxPersistedNetworks)
        return refuse(ENOSPC, fmt::format("{} networks are to be stored; there is room for {}",
                                          count, kMaxPersistedNetworks));
    if (ask("SAVE_CONFIG") != "OK")
        return refuse(ENOSPC, "wpa_supplicant does not write its configuration; it needs "
                              "\"update_config=1\" there, and a folder that it can write to");
    return {};
}

std::optional<int> SupplicantSession::idOf(WpaNetworks& all, std::string_view configName)
{
    if (configName.empty())
        return std::nullopt;
    for (const WpaNetwork& one : all.all())
        if (all.text(one.id, "id_str") == configName)
            return one.id;
    return std::nullopt;
}

bool SupplicantSession::setClientCertificate(WpaNetworks& all, int id,
                                             const std::string& identifier) const
{
    const auto client = m_parts.certificates.client(identifier);
    const std::string file = client               ? client->file.string()
                             : identifier.empty() ? std::string()
                                                  : missingFile(identifier);
    return all.setText(id, "client_cert", file) && all.setText(id, "private_key", file) &&
           all.setText(id, "private_key_passwd", client ? client->password : "");
}

bool SupplicantSession::setRootCertificate(WpaNetworks& all, int id,
                                           const std::string& identifier) const
{
    if (identifier.empty())
        return all.setText(id, "ca_cert", "");
    const auto root = m_parts.certificates.root(identifier);
    return all.setText(id, "ca_cert", root ? root->string() : missingFile(identifier));
}

std::string SupplicantSession::identifierOf(const std::string& file)
{
    std::string name = std::filesystem::path(file).filename().string();
    if (name.ends_with(kCertificateSuffix))
        name.resize(name.size() - kCertificateSuffix.size());
    return name;
}

void SupplicantSession::takeCertificatesAnew(WpaNetworks& all) const
{
    for (const WpaNetwork& one : all.all()) {
        const std::string client = identifierOf(all.text(one.id, "client_cert"));
        const std::string root = identifierOf(all.text(one.id, "ca_cert"));
        if (!client.empty())
            (void)setClientCertificate(all, one.id, client);
        if (!root.empty())
            (void)setRootCertificate(all, one.id, root);
    }
}

WifiAttempt SupplicantSession::attempt(WpaNetworks& all, int id) const
{
    const auto network = all.find(id);
    WifiAttempt attempt{.ssid = network ? network->ssid : std::string(),
                        .security = all.security(id),
                        .hasKey = all.hasKey(id),
                        .hasIdentity = !all.text(id, "identity").empty(),
                        .isCertificateMissing = true,
                        .missingCertificate = {}};
    const std::string client = identifierOf(all.text(id, "client_cert"));
    const std::string root = identifierOf(all.text(id, "ca_cert"));
    if (!m_parts.certificates.client(client))
        attempt.missingCertificate = client;
    else if (!root.empty() && !m_parts.certificates.root(root))
        attempt.missingCertificate = root;
    else
        attempt.isCertificateMissing = false;
    return attempt;
}

std::vector<WpaBss> SupplicantSession::inRange()
{
    std::vector<WpaBss> all;
    std::string range = "ALL";
    constexpr unsigned kMask = 0x1887; // id, bssid, freq, level, flags, ssid
    while (all.size() < protocol::kMaxWifiNetworks) {
        const auto more = parseWpaBsses(ask(fmt::format("BSS RANGE={} MASK=0x{:x}", range, kMask)));
        if (more.empty() || (!all.empty() && more.back().id <= all.back().id))
            break;
        all.insert(all.end(), more.begin(), more.end());
        range = fmt::format("{}-", all.back().id + 1);
    }
    if (all.size() > protocol::kMaxWifiNetworks)
        all.resize(protocol::kMaxWifiNetworks);
    return all;
}

void SupplicantSession::scan(std::function<void(Outcome<std::size_t>)> done)
{
    if (const auto status = ready(); !status)
        return done(tl::unexpected(status.error()));
    if (!m_events.attach())
        return done(refuse(EAGAIN));
    m_waiters.push_back(std::move(done));
    if (m_waiters.size() > 1)
        return;               // the one that is under way will do
    (void)ask("BSS_FLUSH 0"); // what is gone would be there for minutes
    const std::string reply = ask("SCAN");
    if (reply != "OK" && reply != "FAIL-BUSY")
        return scanEnded(refuse(EAGAIN));
    constexpr std::chrono::seconds kTimeout{20};
    m_scanTimeout =
        m_parts.timers.after(kTimeout, [this] { scanEnded(refuse(isUp() ? EAGAIN : ENETDOWN)); });
}

void SupplicantSession::take(const WpaEvent& event)
{
    using Kind = WpaEvent::Kind;
    if (event.kind == Kind::Other || !m_control)
        return;
    WpaNetworks all(*m_control);
    switch (event.kind) {
    case Kind::ScanDone:
        scanDone();
        break;
    case Kind::ScanFailed:
        scanEnded(refuse(EAGAIN));
        break;
    case Kind::NotFound:
        noneFound(all);
        break;
    case Kind::CertificateError:
        certificateFailed(event);
        break;
    case Kind::TlsRefused:
        m_wasRefusedByServer = true;
        break;
    case Kind::TemporarilyDisabled:
        disabled(all, event);
        break;
    case Kind::Connected:
    case Kind::Terminating:
        m_certificateFailedOf = -1;
        m_wasRefusedByServer = false;
        break;
    case Kind::Other:
        break;
    }
}

void SupplicantSession::scanDone()
{
    if (m_waiters.empty())
        return;
    m_scanned.clear();
    for (const WpaBss& bss : inRange())
        m_scanned.push_back(
            seenMessage(bss.ssid, bss.bssid, bss.security, bss.frequencyMhz, bss.level));
    std::ranges::stable_sort(m_scanned, std::greater{}, &protocol::WifiSeenNetwork::rssi);
    scanEnded(m_scanned.size());
}

void SupplicantSession::scanEnded(const Outcome<std::size_t>& result)
{
    m_scanTimeout.reset();
    for (const auto& done : std::exchange(m_waiters, {}))
        done(result);
}

void SupplicantSession::noneFound(WpaNetworks& all)
{
    const std::vector<WpaBss> points = inRange();
    for (const WpaNetwork& one : all.all())
        if (!one.isDisabled && !one.isTemporarilyDisabled && !one.isCurrent)
            m_failures.record(one.id, whyNotFound(attempt(all, one.id), points));
}

void SupplicantSession::certificateFailed(const WpaEvent& event)
{
    const auto status = askStatus();
    if (!status || status->id < 0)
        return;
    m_certificateFailedOf = status->id;
    m_failures.record(status->id, {.error = WifiError::AuthenticationFailed,
                                   .certError = event.certificateError,
                                   .certDepth = event.certificateDepth,
                                   .certSubject = event.certificateSubject,
                                   .timestamp = 0});
}

void SupplicantSession::disabled(WpaNetworks& all, const WpaEvent& event)
{
    if (m_certificateFailedOf != event.id)
        m_failures.record(event.id,
                          whyDisabled(attempt(all, event.id), event.reason, m_wasRefusedByServer));
    m_certificateFailedOf = -1;
    m_wasRefusedByServer = false;
}

} // namespace perisphere::target
