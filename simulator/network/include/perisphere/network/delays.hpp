// How long things take, in virtual time. Of the order of what an MT3620 with a home router shows;
// only the 90 s of the probe are documented.
#pragma once

#include "perisphere/engine/time.hpp"

#include <array>

namespace perisphere::network::delays
{

using namespace std::chrono_literals;

inline constexpr engine::Duration kStackStart = 1s;          ///< after power-on: EAGAIN until then
inline constexpr engine::Duration kSupplicantStart = 1500ms; ///< after the interface is switched on
inline constexpr engine::Duration kEthernetLinkUp = 1800ms;  ///< auto-negotiation

// Wi-Fi
inline constexpr engine::Duration kScan = 2s;            ///< all channels, passively
inline constexpr engine::Duration kTargetedScan = 200ms; ///< more for each network asked by name
inline constexpr engine::Duration kScanPause = 5s;       ///< between scans that found nothing
inline constexpr engine::Duration kAssociationOpen = 150ms;
inline constexpr engine::Duration kAssociationPsk = 400ms;  ///< with the four-way handshake
inline constexpr engine::Duration kAssociationEap = 1500ms; ///< with TLS
inline constexpr engine::Duration kAssociationRefused = 500ms;
inline constexpr engine::Duration kHandshakeTimeout = 3s; ///< a wrong key shows by silence
inline constexpr engine::Duration kRadiusTimeout = 10s;
inline constexpr engine::Duration kBeaconLoss = 3s; ///< until a lost access point is given up
/// How long a network is left alone after its first, second ... failure in a row; after one more
/// until something changes.
inline constexpr std::array<engine::Duration, 6> kDisabled = {10s, 20s, 30s, 60s, 90s, 120s};

// IP
inline constexpr engine::Duration kDhcpExchange = 1200ms; ///< with the check for duplicates
inline constexpr engine::Duration kDhcpRenewal = 100ms;
inline constexpr engine::Duration kStaticAddress = 100ms;
/// Between attempts without an answer (RFC 2131, section 4.1); then the last one repeats.
inline constexpr std::array<engine::Duration, 5> kDhcpRetry = {4s, 8s, 16s, 32s, 64s};
inline constexpr engine::Duration kDnsLookup = 80ms;
inline constexpr engine::Duration kDnsTimeout = 5s;
inline constexpr engine::Duration kDnsRetry = 5s;
inline constexpr engine::Duration kProbe = 400ms; ///< look-up, connection, answer
inline constexpr engine::Duration kProbeTimeout = 10s;
inline constexpr engine::Duration kProbeInterval = 90s; ///< while the last one succeeded

// Time
inline constexpr engine::Duration kNtpStart = 300ms; ///< after an address is there
inline constexpr engine::Duration kNtpExchange = 150ms;
inline constexpr engine::Duration kNtpTimeout = 5s; ///< for each server that does not answer
/// Between rounds in which no server answered; then the last one repeats.
inline constexpr std::array<engine::Duration, 7> kNtpRetry = {16s,  32s,  64s,  128s,
                                                              256s, 512s, 1024s};
inline constexpr engine::Duration kNtpInterval = 24h; ///< between synchronisations

} // namespace perisphere::network::delays
