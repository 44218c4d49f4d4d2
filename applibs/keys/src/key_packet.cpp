#include "perisphere/keys/key_packet.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace perisphere::keys
{
namespace
{

constexpr std::uint8_t kSign = 'S';
constexpr std::uint8_t kRefusal = 'E';
constexpr std::size_t kHeadBytes = 2; // of a refusal

/// A P-256 key has 91 bytes, the longest signature 72.
constexpr std::size_t kMaxBytes = 128;

tl::unexpected<Error> notPacket(std::size_t offset, std::string expected)
{
    return fail(Error{.code = ErrorCode::Corrupt,
                      .message = fmt::format("the packet is wrong at byte {}", offset),
                      .where = {},
                      .expected = std::move(expected)});
}

} // namespace

Packet signRequest(const Digest& digest)
{
    Packet packet{kSign};
    packet.insert(packet.end(), digest.begin(), digest.end());
    return packet;
}

Result<Digest> parseSignRequest(std::span<const std::uint8_t> packet)
{
    if (packet.empty() || packet.front() != kSign)
        return notPacket(0, "'S', for a signature");
    const auto digest = packet.subspan(1);
    Digest result{};
    if (digest.size() != result.size())
        return notPacket(1, fmt::format("a digest of {} bytes", result.size()));
    std::ranges::copy(digest, result.begin());
    return result;
}

Packet answer(AnswerKind kind, std::span<const std::uint8_t> bytes)
{
    Packet packet{static_cast<std::uint8_t>(kind)};
    packet.insert(packet.end(), bytes.begin(), bytes.end());
    return packet;
}

Packet refusal(const Error& error)
{
    Packet packet{kRefusal, static_cast<std::uint8_t>(error.code)};
    const std::string text = error.toString();
    packet.insert(packet.end(), text.begin(),
                  text.begin() + static_cast<std::ptrdiff_t>(
                                     std::min(text.size(), kMaxPacketBytes - kHeadBytes)));
    return packet;
}

Result<std::vector<std::uint8_t>> parseAnswer(AnswerKind kind, std::span<const std::uint8_t> packet)
{
    if (packet.empty() || packet.size() > kMaxPacketBytes)
        return notPacket(0, fmt::format("1 to {} bytes", kMaxPacketBytes));
    if (packet.front() == kRefusal) {
        if (packet.size() < kHeadBytes ||
            packet[1] > static_cast<std::uint8_t>(ErrorCode::Untrusted))
            return notPacket(1, "the code of an error");
        std::string text;
        for (const std::uint8_t byte : packet.subspan(kHeadBytes)) {
            constexpr std::uint8_t kDelete = 0x7F;
            text += byte < ' ' || byte == kDelete ? '?' : static_cast<char>(byte);
        }
        return fail(static_cast<ErrorCode>(packet[1]), std::move(text));
    }
    const auto bytes = packet.subspan(1);
    if (packet.front() != static_cast<std::uint8_t>(kind) || bytes.empty() ||
        bytes.size() > kMaxBytes)
        return notPacket(0,
                         fmt::format("'{}' and 1 to {} bytes", static_cast<char>(kind), kMaxBytes));
    return std::vector<std::uint8_t>(bytes.begin(), bytes.end());
}

} // namespace perisphere::keys
