// /dev/adcN: an IIO device with the requests of the device's kernel.

#include "nodes.hpp"
#include "perisphere/protocol/adc.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstring>
#include <string>
#include <string_view>

namespace perisphere::a7
{
namespace
{

constexpr std::uint32_t kChannelSpecSize = 0xC00C69D2;
constexpr std::uint32_t kChannelSpec = 0xC01069D3;
constexpr std::uint32_t kReadRaw = 0xC01469D4;
constexpr std::uint32_t kReadProperty = 0xC01469D6;
constexpr std::uint32_t kWriteProperty = 0xC01469D7;

constexpr std::uint32_t kChannels = 8;

// Structures of 32-bit ARM: pointers and "long" have 32 bits.

struct RawChannel {
    std::uint32_t size;
    std::int32_t index;
    std::int32_t value;
    std::int32_t value2;
    std::int32_t mask; ///< what of it; 0: the sample
};
static_assert(sizeof(RawChannel) == 20);

struct SpecSize {
    std::uint32_t size;
    std::int32_t index;
    std::uint32_t total;
};
static_assert(sizeof(SpecSize) == 12);

/// Before the specification in the program's buffer.
struct SpecHeader {
    std::uint32_t size;
    std::uint32_t total;
    std::int32_t index;
    std::uint32_t channel; ///< address of the specification
};
static_assert(sizeof(SpecHeader) == 16);

struct Spec {
    std::uint32_t size;
    std::uint32_t type;
    std::int32_t channel;
    std::int32_t channel2;
    std::uint32_t address;
    std::int32_t scanIndex;
    std::uint8_t sign;
    std::uint8_t realBits;
    std::uint8_t storageBits;
    std::uint8_t shift;
    std::uint8_t repeat;
    std::uint8_t padding[3];
    std::uint32_t endianness;
    std::int32_t separateMask;
    std::int32_t typeMask;
    std::int32_t directionMask;
    std::int32_t allMask;
    std::uint32_t events;
    std::uint32_t eventCount;
    std::uint32_t properties; ///< address of the first
    std::uint32_t extendName;
    std::uint32_t datasheetName;
    std::uint32_t flags; ///< modified, indexed, output, differential
};
static_assert(sizeof(Spec) == 76);

struct Property {
    std::uint32_t size;
    std::uint32_t next;
    std::uint32_t name;
    std::uint32_t shared;
};
static_assert(sizeof(Property) == 16);

struct PropertyAccess {
    std::uint32_t size;
    std::uint32_t channel;
    std::uint32_t property;
    std::uint32_t buffer;
    std::uint32_t length;
};
static_assert(sizeof(PropertyAccess) == 20);

/// In the order of their numbers.
constexpr std::array<std::string_view, 14> kProperties{
    "average_mode",
    "average_mode_available",
    "vref_mode",
    "vref_mode_available",
    "dithering_step",
    "dithering_step_available",
    "dithering_enable",
    "comparator_preamplifier_enable",
    "comparator_preamplifier_current",
    "comparator_preamplifier_current_available",
    "comparator_timing_loop_delay_time",
    "comparator_timing_loop_delay_time_available",
    "reference_voltage",
    "current_bits",
};
constexpr std::uint32_t kReferenceVoltage = 12; ///< can be written only
constexpr std::uint32_t kCurrentBits = 13;      ///< can be read only

/// Of the header, the specification, its properties and their names.
std::uint32_t specBytes()
{
    std::size_t bytes = sizeof(SpecHeader) + sizeof(Spec) + kProperties.size() * sizeof(Property);
    for (const std::string_view name : kProperties)
        bytes += name.size() + 1;
    return static_cast<std::uint32_t>((bytes + 3) / 4 * 4);
}

bool isChannel(std::int64_t index)
{
    return index >= 0 && index < kChannels;
}

/// A request's structure, which says its own size. nullopt: `error` is the answer.
template <class Request>
std::optional<Request> requestAt(Call& call, int& error)
{
    const auto request = call.memory.load<Request>(call.arg(2));
    error = !request ? EFAULT : request->size != sizeof(Request) ? EINVAL : 0;
    return error == 0 ? request : std::nullopt;
}

Answer tellSpecSize(Call& call)
{
    int error = 0;
    auto request = requestAt<SpecSize>(call, error);
    if (!request || !isChannel(request->index))
        return Call::error(request ? EINVAL : error);
    request->total = specBytes();
    return call.memory.store(call.arg(2), *request) ? Answer{} : Call::error(EFAULT);
}

template <class T>
void put(std::vector<std::uint8_t>& bytes, std::size_t at, const T& value)
{
    std::memcpy(bytes.data() + at, &value, sizeof value);
}

/// What the driver lays out in the buffer, with addresses in it.
std::vector<std::uint8_t> layOutSpec(const SpecHeader& request, std::uint32_t address)
{
    std::vector<std::uint8_t> bytes(specBytes());
    const auto specAt = static_cast<std::uint32_t>(sizeof(SpecHeader));
    const auto propertiesAt = static_cast<std::uint32_t>(specAt + sizeof(Spec));
    auto nameAt = static_cast<std::uint32_t>(propertiesAt + kProperties.size() * sizeof(Property));
    SpecHeader header = request;
    header.channel = address + specAt;
    put(bytes, 0, header);
    Spec spec{};
    spec.size = sizeof spec;
    spec.channel = request.index;
    spec.scanIndex = request.index;
    spec.sign = 'u';
    spec.realBits = 12;
    spec.storageBits = 32;
    spec.separateMask = 1; // the sample
    spec.properties = address + propertiesAt;
    constexpr std::uint32_t kIndexed = 2;
    spec.flags = kIndexed;
    put(bytes, specAt, spec);
    for (std::size_t i = 0; i < kProperties.size(); ++i) {
        const auto at = static_cast<std::uint32_t>(propertiesAt + i * sizeof(Property));
        const bool isLast = i + 1 == kProperties.size();
        put(bytes, at,
            Property{.size = sizeof(Property),
                     .next =
                         isLast ? 0 : address + at + static_cast<std::uint32_t>(sizeof(Property)),
                     .name = address + nameAt,
                     .shared = 0});
        std::memcpy(bytes.data() + nameAt, kProperties[i].data(), kProperties[i].size());
        nameAt += static_cast<std::uint32_t>(kProperties[i].size()) + 1;
    }
    return bytes;
}

Answer tellSpec(Call& call)
{
    int error = 0;
    const auto request = requestAt<SpecHeader>(call, error);
    if (!request || !isChannel(request->index) || request->total < specBytes())
        return Call::error(request ? EINVAL : error);
    const std::vector<std::uint8_t> bytes = layOutSpec(*request, call.arg(2));
    return call.memory.copyTo(call.arg(2), bytes.data(), bytes.size()) ? Answer{}
                                                                       : Call::error(EFAULT);
}

/// Its answer is 1: the value is one number.
Answer readRaw(Call& call)
{
    int error = 0;
    auto request = requestAt<RawChannel>(call, error);
    if (!request || request->mask != 0)
        return Call::error(request ? EINVAL : error);
    if (!isChannel(request->index))
        return Call::error(EFAULT); // that driver's
    const auto reply = call.process.nodes()->askOver(
        call, call.signedArg(0),
        protocol::AdcPollRequest{.channel = static_cast<std::uint32_t>(request->index)});
    if (!reply || reply->error != 0)
        return statusOf(reply);
    request->value = static_cast<std::int32_t>(reply->value);
    request->value2 = 0;
    return call.memory.store(call.arg(2), *request) ? Answer{.value = 1} : Call::error(EFAULT);
}

Answer readProperty(Call& call)
{
    int error = 0;
    const auto request = requestAt<PropertyAccess>(call, error);
    if (!request || !isChannel(request->channel) || request->property != kCurrentBits)
        return Call::error(request ? EINVAL : error);
    const auto reply = call.process.nodes()->askOver(
        call, call.signedArg(0), protocol::AdcSampleBitCountRequest{.channel = request->channel});
    if (!reply || reply->error != 0)
        return statusOf(reply);
    const std::string text = std::to_string(reply->value) + "\n";
    if (request->length < text.size())
        return Call::error(EINVAL);
    const std::size_t bytes =
        std::min<std::size_t>(request->length, text.size() + 1); // with its end
    return call.memory.copyTo(request->buffer, text.c_str(), bytes)
               ? Answer{.value = static_cast<std::int64_t>(text.size())}
               : Call::error(EFAULT);
}

/// "2.500" as 2500000; nullopt: no such number.
std::optional<std::uint32_t> microvoltsOf(std::string_view text)
{
    text = text.substr(0, text.find('\0'));
    while (!text.empty() && text.back() == '\n')
        text.remove_suffix(1);
    double volts = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), volts);
    constexpr double kMost = 100;
    if (error != std::errc() || end != text.data() + text.size() || !(volts >= 0 && volts <= kMost))
        return std::nullopt;
    return static_cast<std::uint32_t>(std::lround(volts * 1e6));
}

Answer writeProperty(Call& call)
{
    int error = 0;
    const auto request = requestAt<PropertyAccess>(call, error);
    constexpr std::uint32_t kMostBytes = 64;
    if (!request || !isChannel(request->channel) || request->property != kReferenceVoltage ||
        request->length > kMostBytes)
        return Call::error(request ? EINVAL : error);
    std::string text(request->length, '\0');
    if (!call.memory.copyFrom(text.data(), request->buffer, text.size()))
        return Call::error(EFAULT);
    const auto microvolts = microvoltsOf(text);
    if (!microvolts)
        return Call::error(EINVAL);
    return statusOf(
        call.process.nodes()->askOver(call, call.signedArg(0),
                                      protocol::AdcSetReferenceVoltageRequest{
                                          .channel = request->channel, .microvolts = *microvolts}));
}

} // namespace

Answer controlAdc(Call& call)
{
    switch (call.arg(1)) {
    case kChannelSpecSize:
        return tellSpecSize(call);
    case kChannelSpec:
        return tellSpec(call);
    case kReadRaw:
        return readRaw(call);
    case kReadProperty:
        return readProperty(call);
    case kWriteProperty:
        return writeProperty(call);
    default:
        return Call::error(ENOTTY);
    }
}

} // namespace perisphere::a7
