// Questions to a name server and its answers (RFC 1035, section 4), as far as a server of a few
// addresses needs them: one question a message, addresses in the answer, no name compression in
// what comes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace perisphere::device
{

/// What a message over UDP may have when nothing else was agreed (section 2.3.4).
inline constexpr std::size_t kMaxDnsBytes = 512;

enum class DnsType : std::uint16_t { A = 1, Ptr = 12, Aaaa = 28 };

enum class DnsStatus : std::uint8_t { NoError = 0, ServerFailure = 2, NoSuchName = 3 };

struct DnsQuestion {
    std::uint16_t id = 0;
    bool wantsRecursion = false;
    std::string name; ///< without the root's dot
    DnsType type = DnsType::A;
    std::vector<std::byte> section; ///< as it came: an answer repeats it
};

/// nullopt for what is no question, or one that this does not read: it gets no answer.
[[nodiscard]] std::optional<DnsQuestion> parseDnsQuestion(std::span<const std::byte> message);

/// At most kMaxDnsBytes, with as many of the addresses (in host byte order) as find room. They may
/// not be kept: a name can stop being resolved at any time.
[[nodiscard]] std::vector<std::byte> dnsAnswer(const DnsQuestion& question, DnsStatus status,
                                               std::span<const std::uint32_t> addresses = {});

} // namespace perisphere::device
