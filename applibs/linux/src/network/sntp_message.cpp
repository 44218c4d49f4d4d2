#include "sntp_message.hpp"

#include "perisphere/linux/network/system_clock.hpp"

namespace perisphere::target
{
namespace
{

// Where fields begin: RFC 4330, section 4.
constexpr std::size_t kStratumAt = 1;
constexpr std::size_t kPollAt = 2;
constexpr std::size_t kPrecisionAt = 3;
constexpr std::size_t kReferenceAt = 12;
constexpr std::size_t kReferenceTimeAt = 16;
constexpr std::size_t kOriginateAt = 24;
constexpr std::size_t kReceiveAt = 32;
constexpr std::size_t kTransmitAt = 40;

// The first byte: leap indicator, version, mode.
constexpr unsigned kLeapShift = 6;
constexpr unsigned kNotSynchronised = 3;
constexpr unsigned kVersionShift = 3;
constexpr unsigned kVersionMask = 7;
constexpr unsigned kVersion = 4;
constexpr unsigned kModeMask = 7;
constexpr unsigned kClient = 3;
constexpr unsigned kServer = 4;

constexpr unsigned kMostStratum = 15;
constexpr unsigned kOurStratum = 3;      // as from a server of the internet's
constexpr std::byte kOurPrecision{0xF6}; // of 2^-10 s, as a signed number

constexpr unsigned kHalf = 32;
constexpr unsigned kByteBits = 8;
constexpr std::int64_t kFrom1900To1970 = 2'208'988'800;
constexpr std::int64_t kEra = std::int64_t{1} << kHalf;
constexpr auto kUnsignedSecond = static_cast<std::uint64_t>(kNanosecondsInSecond);
constexpr std::uint64_t kLowHalf = 0xFFFFFFFF;

NtpTime timeAt(std::span<const std::byte> message, std::size_t at)
{
    NtpTime time = 0;
    for (const std::byte one : message.subspan(at, sizeof time))
        time = time << kByteBits | std::to_integer<unsigned>(one);
    return time;
}

void putTime(SntpMessage& message, std::size_t at, NtpTime time)
{
    for (std::size_t i = sizeof time; i > 0; --i, time >>= kByteBits)
        message.at(at + i - 1) = static_cast<std::byte>(time);
}

std::byte first(unsigned leap, unsigned version, unsigned mode)
{
    return static_cast<std::byte>(leap << kLeapShift | version << kVersionShift | mode);
}

} // namespace

NtpTime toNtp(std::int64_t since1970)
{
    std::int64_t seconds = since1970 / kNanosecondsInSecond;
    std::int64_t rest = since1970 % kNanosecondsInSecond;
    if (rest < 0) {
        rest += kNanosecondsInSecond;
        --seconds;
    }
    const auto whole = static_cast<std::uint64_t>(seconds + kFrom1900To1970);
    const auto parts = (static_cast<std::uint64_t>(rest) << kHalf) / kUnsignedSecond;
    return whole << kHalf | parts;
}

std::int64_t toUnix(NtpTime time)
{
    auto seconds = static_cast<std::int64_t>(time >> kHalf);
    if (seconds < kEra / 2) // RFC 4330, section 3: of the era from 2036 on
        seconds += kEra;
    const auto rest = static_cast<std::int64_t>(((time & kLowHalf) * kUnsignedSecond) >> kHalf);
    return (seconds - kFrom1900To1970) * kNanosecondsInSecond + rest;
}

SntpMessage sntpRequest(NtpTime mark)
{
    SntpMessage message{};
    message[0] = first(0, kVersion, kClient);
    putTime(message, kTransmitAt, mark);
    return message;
}

std::optional<SntpAnswer> parseSntpAnswer(std::span<const std::byte> message, NtpTime mark)
{
    if (message.size() < kSntpBytes)
        return std::nullopt;
    const auto head = std::to_integer<unsigned>(message[0]);
    const auto stratum = std::to_integer<unsigned>(message[kStratumAt]);
    const NtpTime transmit = timeAt(message, kTransmitAt);
    if ((head & kModeMask) != kServer || head >> kLeapShift == kNotSynchronised || stratum == 0 ||
        stratum > kMostStratum || timeAt(message, kOriginateAt) != mark || transmit == 0)
        return std::nullopt;
    return SntpAnswer{.received = toUnix(timeAt(message, kReceiveAt)), .sent = toUnix(transmit)};
}

std::optional<SntpMessage> answerSntp(std::span<const std::byte> request,
                                      const SntpServerClock& clock)
{
    if (request.size() < kSntpBytes)
        return std::nullopt;
    const auto head = std::to_integer<unsigned>(request[0]);
    const unsigned version = head >> kVersionShift & kVersionMask;
    if ((head & kModeMask) != kClient || version == 0 || version > kVersion)
        return std::nullopt;
    SntpMessage answer{};
    answer[0] = first(clock.isSet ? 0 : kNotSynchronised, version, kServer);
    answer[kStratumAt] = static_cast<std::byte>(clock.isSet ? kOurStratum : 0);
    answer[kPollAt] = request[kPollAt];
    answer[kPrecisionAt] = kOurPrecision;
    constexpr std::array kReference = {'L', 'O', 'C', 'L'};
    for (std::size_t i = 0; i < kReference.size(); ++i)
        answer.at(kReferenceAt + i) = static_cast<std::byte>(kReference.at(i));
    putTime(answer, kReferenceTimeAt, toNtp(clock.received));
    putTime(answer, kOriginateAt, timeAt(request, kTransmitAt));
    putTime(answer, kReceiveAt, toNtp(clock.received));
    putTime(answer, kTransmitAt, toNtp(clock.now));
    return answer;
}

} // namespace perisphere::target
