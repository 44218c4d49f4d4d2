// What perisphere-keys and who starts it say to each other: one packet of a SOCK_SEQPACKET pair
// each. The program speaks first, with the key or why it has none; from then on it answers requests
// until the pair is closed.
//
//   request  'S' and the 32 bytes of a digest
//   answer   'K' and the public key, DER; 'S' and a signature, DER; 'E', a code and a text
#pragma once

#include "perisphere/base/result.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace perisphere::keys
{

inline constexpr std::size_t kDigestBytes = 32;
inline constexpr std::size_t kMaxPacketBytes = 1'024;

using Packet = std::vector<std::uint8_t>;
using Digest = std::array<std::uint8_t, kDigestBytes>;

[[nodiscard]] Packet signRequest(const Digest& digest);
[[nodiscard]] Result<Digest> parseSignRequest(std::span<const std::uint8_t> packet);

enum class AnswerKind : std::uint8_t { PublicKey = 'K', Signature = 'S' };

[[nodiscard]] Packet answer(AnswerKind kind, std::span<const std::uint8_t> bytes);
/// What does not fit is cut off.
[[nodiscard]] Packet refusal(const Error& error);

/// The bytes; the error of a refusal; Corrupt where it is none of these, or of another kind.
[[nodiscard]] Result<std::vector<std::uint8_t>> parseAnswer(AnswerKind kind,
                                                            std::span<const std::uint8_t> packet);

} // namespace perisphere::keys
