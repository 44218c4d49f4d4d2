#include "wifi_verdict.hpp"

#include "perisphere/base/ascii.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstddef>

namespace perisphere::network
{
namespace
{

using world::AccessPoint;
using world::ServerCertificate;

WifiFailure failure(WifiError error)
{
    return {.error = error};
}

WifiFailure certificateFailure(CertError error, std::int32_t depth, std::string subject)
{
    return {.error = WifiError::AuthenticationFailed,
            .certError = error,
            .certDepth = depth,
            .certSubject = std::move(subject)};
}

/// Channels 1 to 13, and the 20 MHz channels from 36 to 165.
bool isAllowedFrequency(std::uint32_t mhz)
{
    const bool is24 = mhz >= 2412 && mhz <= 2472 && (mhz - 2412) % 5 == 0;
    const bool is5 = mhz >= 5180 && mhz <= 5825 && mhz % 5 == 0;
    return is24 || is5;
}

using PairwiseMasterKey = std::array<unsigned char, 32>;

/// A key as 64 hexadecimal digits, or the one that WPA2 derives from a passphrase and the SSID.
PairwiseMasterKey masterKey(const std::string& psk, const std::string& ssid)
{
    PairwiseMasterKey key{};
    if (psk.size() == 2 * key.size()) {
        const auto digit = [](char c) {
            return static_cast<unsigned>(c <= '9' ? c - '0' : lowerCase(c) - 'a' + 10);
        };
        for (std::size_t i = 0; i < key.size(); ++i)
            key.at(i) = static_cast<unsigned char>(digit(psk[2 * i]) << 4U | digit(psk[2 * i + 1]));
        return key;
    }
    constexpr int kIterations = 4096;
    ::PKCS5_PBKDF2_HMAC_SHA1(psk.data(), static_cast<int>(psk.size()),
                             reinterpret_cast<const unsigned char*>(ssid.data()),
                             static_cast<int>(ssid.size()), kIterations,
                             static_cast<int>(key.size()), key.data());
    return key;
}

bool keysAgree(const std::string& ours, const std::string& theirs, const std::string& ssid)
{
    return ours == theirs || masterKey(ours, ssid) == masterKey(theirs, ssid);
}

const Certificate* find(const std::vector<Certificate>& certificates, const std::string& identifier)
{
    const auto found =
        std::find_if(certificates.begin(), certificates.end(),
                     [&](const Certificate& one) { return one.identifier == identifier; });
    return found == certificates.end() ? nullptr : &*found;
}

/// In the order of ServerCertificate, from Unspecified on.
CertError toError(ServerCertificate certificate)
{
    constexpr std::array kErrors = {CertError::Unspecified,     CertError::Revoked,
                                    CertError::NotYetValid,     CertError::Expired,
                                    CertError::SubjectMismatch, CertError::AltSubjectMismatch,
                                    CertError::BadCertificate,  CertError::DomainSuffixMismatch,
                                    CertError::DomainMismatch,  CertError::InsufficientKeyLen,
                                    CertError::Untrusted,       CertError::ServerChainProbeFailed};
    return kErrors.at(static_cast<std::size_t>(certificate) - 1);
}

/// The device checks the server, if it was given a root certificate to check it by.
std::optional<WifiFailure> judgeServer(const WifiNetwork& network,
                                       const world::RadiusServer& radius, const EapContext& context)
{
    if (network.rootCertificate.empty())
        return std::nullopt;
    const Certificate* const root = find(context.certificates, network.rootCertificate);
    if (root == nullptr)
        return certificateFailure(CertError::CertificateNotFound, 0, network.rootCertificate);
    if (context.now && *context.now < root->notBefore)
        return certificateFailure(CertError::NotYetValid, 1, root->subject);
    if (context.now && *context.now > root->notAfter)
        return certificateFailure(CertError::Expired, 1, root->subject);
    if (root->subject != radius.serverAuthority)
        return certificateFailure(CertError::InvalidRootCa, 1, radius.subject);
    if (radius.certificate != ServerCertificate::Valid)
        return certificateFailure(toError(radius.certificate), 0, radius.subject);
    return std::nullopt;
}

/// The server checks the device.
std::optional<WifiFailure> judgeClient(const WifiNetwork& network,
                                       const world::RadiusServer& radius, const EapContext& context)
{
    if (network.identity.empty() ||
        (!radius.identity.empty() && radius.identity != network.identity))
        return failure(WifiError::ConnectionFailed); // nobody that the server knows
    const Certificate* const client = find(context.certificates, network.clientCertificate);
    if (client == nullptr || !client->hasPrivateKey)
        return certificateFailure(CertError::CertificateNotFound, 0, network.clientCertificate);
    const bool isInTime =
        !context.now || (*context.now >= client->notBefore && *context.now <= client->notAfter);
    const bool isIssuedRight =
        radius.clientAuthority.empty() || radius.clientAuthority == client->issuer;
    if (!isInTime || !isIssuedRight)
        return certificateFailure(CertError::InvalidClientAuth, 0, client->subject);
    return std::nullopt;
}

std::optional<WifiFailure> judgeEap(const WifiNetwork& network, const world::RadiusServer& radius,
                                    const EapContext& context)
{
    if (!radius.isReachable)
        return failure(WifiError::ConnectionFailed);
    if (auto server = judgeServer(network, radius, context))
        return server;
    return judgeClient(network, radius, context);
}

} // namespace

std::optional<WifiFailure> judgeBeacon(const WifiNetwork& network, const AccessPoint& point)
{
    if (!point.isInfrastructure)
        return failure(WifiError::NetworkNotEssPbssMbss);
    if (!isAllowedFrequency(point.frequencyMhz))
        return failure(WifiError::NetworkFrequencyNotAllowed);
    if (point.security == Security::Other)
        return failure(WifiError::NetworkNonWpa);
    if (point.security != network.security)
        return failure(WifiError::SecurityTypeMismatch);
    if (point.security != Security::Open && !point.hasCcmp)
        return failure(WifiError::NetworkNotSupported);
    if (network.security == Security::Wpa2Psk && network.psk.empty())
        return failure(WifiError::NoPskIncluded);
    return std::nullopt;
}

std::optional<WifiFailure> judgeAssociation(const WifiNetwork& network, const AccessPoint& point,
                                            const EapContext& context)
{
    if (!point.isAccepting)
        return failure(WifiError::ConnectionFailed);
    if (network.security == Security::Wpa2Psk &&
        !keysAgree(network.psk, point.passphrase, network.ssid))
        return failure(WifiError::WrongKey);
    if (network.security == Security::Wpa2EapTls)
        return judgeEap(network, point.radius, context);
    return std::nullopt;
}

} // namespace perisphere::network
