#include "dns_message.hpp"

#include <algorithm>

namespace perisphere::device
{
namespace
{

constexpr std::size_t kHeaderBytes = 12;
constexpr std::size_t kMaxNameBytes = 255;
constexpr std::uint8_t kMaxLabelBytes = 63; // above are pointers
constexpr std::uint16_t kInternetClass = 1;

// Of the header's second word.
constexpr unsigned kResponse = 0x8000;
constexpr unsigned kOpcodes = 0x7800; // 0: a standard query
constexpr unsigned kRecursionDesired = 0x0100;
constexpr unsigned kRecursionAvailable = 0x0080;

constexpr std::uint16_t kNameOfQuestion = 0xC000 | kHeaderBytes;

unsigned byteAt(std::span<const std::byte> bytes, std::size_t at)
{
    return std::to_integer<unsigned>(bytes[at]);
}

std::uint16_t wordAt(std::span<const std::byte> bytes, std::size_t at)
{
    return static_cast<std::uint16_t>(byteAt(bytes, at) << 8U | byteAt(bytes, at + 1));
}

void append(std::vector<std::byte>& bytes, std::uint16_t word)
{
    bytes.push_back(static_cast<std::byte>(word >> 8U));
    bytes.push_back(static_cast<std::byte>(word & 0xFFU));
}

void append(std::vector<std::byte>& bytes, std::uint32_t value)
{
    append(bytes, static_cast<std::uint16_t>(value >> 16U));
    append(bytes, static_cast<std::uint16_t>(value & 0xFFFFU));
}

/// What follows the name. nullopt: it is not whole, or has bytes that no host name has, such as a
/// dot in a label.
std::optional<std::size_t> readName(std::span<const std::byte> message, std::size_t at,
                                    std::string& name)
{
    while (at < message.size()) {
        const std::size_t length = byteAt(message, at++);
        if (length == 0)
            return at;
        if (length > kMaxLabelBytes || length > message.size() - at ||
            name.size() + length + 3 > kMaxNameBytes) // dot, length, root
            return std::nullopt;
        if (!name.empty())
            name += '.';
        for (const std::byte byte : message.subspan(at, length)) {
            const auto letter = std::to_integer<char>(byte);
            if (letter <= ' ' || letter > '~' || letter == '.')
                return std::nullopt;
            name += letter;
        }
        at += length;
    }
    return std::nullopt;
}

} // namespace

std::optional<DnsQuestion> parseDnsQuestion(std::span<const std::byte> message)
{
    if (message.size() < kHeaderBytes)
        return std::nullopt;
    const unsigned flags = wordAt(message, 2);
    if ((flags & (kResponse | kOpcodes)) != 0 || wordAt(message, 4) != 1)
        return std::nullopt;
    DnsQuestion question{.id = wordAt(message, 0),
                         .wantsRecursion = (flags & kRecursionDesired) != 0};
    const auto end = readName(message, kHeaderBytes, question.name);
    if (!end || message.size() - *end < 4 || wordAt(message, *end + 2) != kInternetClass)
        return std::nullopt;
    question.type = static_cast<DnsType>(wordAt(message, *end));
    const auto section = message.subspan(kHeaderBytes, *end + 4 - kHeaderBytes);
    question.section.assign(section.begin(), section.end());
    return question;
}

std::vector<std::byte> dnsAnswer(const DnsQuestion& question, DnsStatus status,
                                 std::span<const std::uint32_t> addresses)
{
    constexpr std::size_t kRecordBytes = 16;
    const std::size_t room = (kMaxDnsBytes - kHeaderBytes - question.section.size()) / kRecordBytes;
    addresses = addresses.first(std::min(addresses.size(), room));
    std::vector<std::byte> answer;
    append(answer, question.id);
    append(answer, static_cast<std::uint16_t>(kResponse | kRecursionAvailable |
                                              (question.wantsRecursion ? kRecursionDesired : 0) |
                                              static_cast<unsigned>(status)));
    append(answer, std::uint16_t{1});
    append(answer, static_cast<std::uint16_t>(addresses.size()));
    append(answer, std::uint32_t{0}); // neither authorities nor additional records
    answer.insert(answer.end(), question.section.begin(), question.section.end());
    for (const std::uint32_t address : addresses) {
        append(answer, kNameOfQuestion);
        append(answer, static_cast<std::uint16_t>(DnsType::A));
        append(answer, kInternetClass);
        append(answer, std::uint32_t{0}); // time to live
        append(answer, std::uint16_t{sizeof address});
        append(answer, address);
    }
    return answer;
}

} // namespace perisphere::device
