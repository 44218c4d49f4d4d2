#include "wifi_failures.hpp"

#include <ctime>
#include <utility>

namespace perisphere::target
{

using protocol::WifiSecurity;

namespace
{

WifiFailure failureOf(WifiError error)
{
    return {.error = error, .certError = 0, .certDepth = 0, .certSubject = {}, .timestamp = 0};
}

WifiFailure certificateFailure(std::int32_t error, std::string subject)
{
    return {.error = WifiError::AuthenticationFailed,
            .certError = error,
            .certDepth = 0,
            .certSubject = std::move(subject),
            .timestamp = 0};
}

} // namespace

const WifiFailure* WifiFailures::of(int id) const
{
    const auto found = m_failures.find(id);
    return found == m_failures.end() ? nullptr : &found->second;
}

void WifiFailures::record(int id, WifiFailure failure)
{
    failure.timestamp = std::time(nullptr);
    m_failures[id] = std::move(failure);
}

std::optional<WifiFailure> whyNeverJoined(const WifiAttempt& attempt)
{
    if (attempt.security == WifiSecurity::Wpa2Psk && !attempt.hasKey)
        return failureOf(WifiError::NoPskIncluded);
    if (attempt.security != WifiSecurity::Wpa2EapTls)
        return std::nullopt;
    if (!attempt.hasIdentity)
        return failureOf(WifiError::ConnectionFailed); // nobody that a server could know
    if (attempt.missingCertificate)
        return certificateFailure(kCertificateNotFound, *attempt.missingCertificate);
    return std::nullopt;
}

WifiFailure whyNotFound(const WifiAttempt& attempt, const std::vector<WpaBss>& inRange)
{
    if (auto never = whyNeverJoined(attempt))
        return *never;
    bool isThere = false;
    bool hasSame = false;
    bool hasUnknown = false;
    for (const WpaBss& bss : inRange) {
        const bool isIt = bss.ssid == attempt.ssid;
        isThere = isThere || isIt;
        hasSame = hasSame || (isIt && bss.security == attempt.security);
        hasUnknown = hasUnknown || (isIt && bss.security == WifiSecurity::Unknown);
    }
    if (!isThere)
        return failureOf(WifiError::NetworkNotFound);
    if (hasSame)
        return failureOf(WifiError::ConnectionFailed);
    return failureOf(hasUnknown ? WifiError::NetworkNonWpa : WifiError::SecurityTypeMismatch);
}

WifiFailure whyServerNotTrusted(const WpaEvent& event)
{
    const bool isUntrusted = event.certificateError == kUntrusted;
    WifiFailure failure = certificateFailure(isUntrusted ? kInvalidRootCa : event.certificateError,
                                             event.certificateSubject);
    failure.certDepth = event.certificateDepth;
    return failure;
}

WifiFailure whyDisabled(const WifiAttempt& attempt, const std::string& reason, Refused refused)
{
    if (reason == "WRONG_KEY" || (attempt.security == WifiSecurity::Wpa2Psk && refused.sae))
        return failureOf(WifiError::WrongKey);
    if (auto never = whyNeverJoined(attempt))
        return *never;
    if (attempt.security == WifiSecurity::Wpa2EapTls && refused.tls)
        return certificateFailure(kInvalidClientAuthentication, {});
    return failureOf(WifiError::ConnectionFailed);
}

} // namespace perisphere::target
