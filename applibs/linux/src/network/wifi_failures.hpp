// Why networks could not be joined, the last time that each was tried.
#pragma once

#include "perisphere/protocol/wifi.hpp"
#include "wpa_reply.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace perisphere::target
{

/// As WifiConfig_GetNetworkDiagnostics documents them.
enum class WifiError : std::int32_t {
    ConnectionFailed = 1,
    NetworkNotFound = 2,
    NoPskIncluded = 3,
    WrongKey = 4,
    AuthenticationFailed = 5,
    SecurityTypeMismatch = 6,
    NetworkNonWpa = 10,
};

inline constexpr std::int32_t kUntrusted = 1; ///< wpa_supplicant's; others of its are as they are
inline constexpr std::int32_t kCertificateNotFound = 100;
inline constexpr std::int32_t kInvalidRootCa = 101;
inline constexpr std::int32_t kInvalidClientAuthentication = 102;

struct WifiFailure {
    WifiError error = WifiError::ConnectionFailed;
    std::int32_t certError = 0; ///< with AuthenticationFailed, as what follows
    std::int32_t certDepth = 0;
    std::string certSubject;
    std::int64_t timestamp = 0; ///< seconds since 1970
};

class WifiFailures
{
public:
    /// nullptr: it did not fail.
    [[nodiscard]] const WifiFailure* of(int id) const;
    /// Of this moment.
    void record(int id, WifiFailure failure);
    void forget(int id) { m_failures.erase(id); }
    void forgetAll() { m_failures.clear(); }

private:
    std::map<int, WifiFailure> m_failures;
};

/// What is known of a network when it could not be joined.
struct WifiAttempt {
    std::string ssid;
    protocol::WifiSecurity security = protocol::WifiSecurity::Unknown;
    bool hasKey = false;
    bool hasIdentity = false;
    std::optional<std::string> missingCertificate; ///< identifier of one that the store has not
};

/// What the other side has not taken since the last connection.
struct Refused {
    bool tls = false; ///< the client's certificate
    bool sae = false; ///< the passphrase
};

/// Why it cannot be joined whoever is in range; nullopt: its settings may do.
[[nodiscard]] std::optional<WifiFailure> whyNeverJoined(const WifiAttempt& attempt);
/// Why none of those in range is the network.
[[nodiscard]] WifiFailure whyNotFound(const WifiAttempt& attempt,
                                      const std::vector<WpaBss>& inRange);
/// Of a certificate error: what is wrong with the server's certificate. An untrusted one is one
/// that the network's root certificate is not the root of.
[[nodiscard]] WifiFailure whyServerNotTrusted(const WpaEvent& event);
/// Why wpa_supplicant leaves the network alone, by the reason that it gives, where the server's
/// certificate was not why.
[[nodiscard]] WifiFailure whyDisabled(const WifiAttempt& attempt, const std::string& reason,
                                      Refused refused);

} // namespace perisphere::target
