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
    , m_certificates(m_parts.certificates)
    , m_scan({.timers = m_parts.timers,
              .ask = [this](std::string_view command) { return ask(command); },
              .isUp = [this] { return isUp(); }})
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
    WpaNetworks all(*m_control);
    m_certificates.takeAnew(all);
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
    const auto status = askStatus();
    const bool isConnected = status && status->isCompleted && status->id == id;
    if (auto made = make(*all); !made)
        return made;
    // A connection is left alone; an attempt would go on with the settings that it began with.
    if (!before || before->isDisabled || isConnected)
        return {};
    if (auto off = setEnabled(*all, id, false); !off)
        return off;
    return setEnabled(*all, id, true);
}

Outcome<> SupplicantSession::setEnabled(WpaNetworks& all, int id, bool isEnabled)
{
    if (!isEnabled) {
        auto done = orNotReady(all.setEnabled(id, false));
        forgetAttempt();
        return done;
    }
    forgetAttempt();
    auto done = orNotReady(all.setEnabled(id, true));
    judgeSettings(all, id);
    return done;
}

/// It was with settings that may be others now, or of another network.
void SupplicantSession::forgetAttempt()
{
    catchUp();
    m_certificateFailedOf = -1;
    m_refused = {};
}

/// wpa_supplicant passes over a network without a key, or waits for who has the identity, and says
/// nothing.
void SupplicantSession::judgeSettings(WpaNetworks& all, int id)
{
    if (auto never = whyNeverJoined(attempt(all, id)))
        m_failures.record(id, std::move(*never));
}

void SupplicantSession::remove(WpaNetworks& all, int id)
{
    all.remove(id);
    catchUp();
    m_failures.forget(id);
}

Outcome<> SupplicantSession::reload()
{
    auto all = networks();
    if (!all)
        return tl::unexpected(all.error());
    if (ask("RECONFIGURE") != "OK")
        return orNotReady(false);
    catchUp();
    m_failures.forgetAll();
    m_certificates.takeAnew(*all);
    return {};
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

WifiAttempt SupplicantSession::attempt(WpaNetworks& all, int id) const
{
    const auto network = all.find(id);
    return {.ssid = network ? network->ssid : std::string(),
            .security = all.security(id),
            .hasKey = all.hasKey(id),
            .hasIdentity = !all.text(id, "identity").empty(),
            .missingCertificate = m_certificates.missing(all, id)};
}

void SupplicantSession::scan(SupplicantScan::Done done)
{
    if (const auto status = ready(); !status)
        return done(tl::unexpected(status.error()));
    if (!m_events.attach())
        return done(refuse(EAGAIN));
    m_scan.start(std::move(done));
}

void SupplicantSession::take(const WpaEvent& event)
{
    using Kind = WpaEvent::Kind;
    if (event.kind == Kind::Other || !m_control)
        return;
    WpaNetworks all(*m_control);
    switch (event.kind) {
    case Kind::ScanDone:
        m_scan.hasEnded();
        break;
    case Kind::ScanFailed:
        m_scan.hasFailed();
        break;
    case Kind::NotFound:
        noneFound(all);
        break;
    case Kind::CertificateError:
        certificateFailed(event);
        break;
    case Kind::EapStarted:
        m_hasTlsStarted = false;
        break;
    case Kind::TlsStarted:
        m_hasTlsStarted = true;
        break;
    case Kind::EapFailed: // not every server says what it did not like: then it was the client
        m_refused.tls = m_refused.tls || m_hasTlsStarted;
        break;
    case Kind::TlsRefused:
        m_refused.tls = true;
        break;
    case Kind::SaeRefused:
        m_refused.sae = true;
        break;
    case Kind::TemporarilyDisabled:
        disabled(all, event);
        break;
    case Kind::Connected:
    case Kind::Terminating:
        m_certificateFailedOf = -1;
        m_refused = {};
        break;
    case Kind::Other:
        break;
    }
}

void SupplicantSession::noneFound(WpaNetworks& all)
{
    const std::vector<WpaBss> points = m_scan.inRange();
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
    m_failures.record(status->id, whyServerNotTrusted(event));
}

void SupplicantSession::disabled(WpaNetworks& all, const WpaEvent& event)
{
    if (m_certificateFailedOf != event.id && all.find(event.id))
        m_failures.record(event.id, whyDisabled(attempt(all, event.id), event.reason, m_refused));
    m_certificateFailedOf = -1;
    m_refused = {};
}

} // namespace perisphere::target
