#include "perisphere/linux/services/adc_channels.hpp"

#include "bus_thread.hpp"
#include "perisphere/protocol/adc.hpp"
#include "sysfs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <system_error>

namespace perisphere::target
{

using device::App;
using device::ChannelRequest;
using device::Opened;
using device::Outcome;
using device::refuse;

namespace
{

/// Of the MT3620, which apps are written for.
constexpr std::uint32_t kLowestReference = 1'800'000;
constexpr std::uint32_t kHighestReference = 2'500'000;

/// IIO's numbers come with the drivers; their names stay.
std::optional<std::filesystem::path> iioDevice(const std::filesystem::path& sys,
                                               const std::string& name)
{
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(sys / "bus/iio/devices", error))
        if (readAttribute(entry.path() / "name") == name)
            return entry.path();
    return std::nullopt;
}

/// A number of the channel, or the one of all channels of the device.
std::optional<double> factor(const std::filesystem::path& device, unsigned channel,
                             const char* name)
{
    auto number = readNumber(device / fmt::format("in_voltage{}_{}", channel, name));
    return number ? number : readNumber(device / fmt::format("in_voltage_{}", name));
}

} // namespace

class AdcChannels::Channel final : public BusChannel
{
public:
    explicit Channel(AdcChannels& adc)
        : m_adc(adc)
    {
    }

    [[nodiscard]] ChannelAnswer handle(const ChannelRequest& request) override
    {
        switch (request.operation) {
        case protocol::Operation::AdcPoll:
            return poll(request);
        case protocol::Operation::AdcSampleBitCount:
            return sampleBitCount(request);
        case protocol::Operation::AdcSetReferenceVoltage:
            return setReferenceVoltage(request);
        default:
            return {.error = EPROTO};
        }
    }

private:
    [[nodiscard]] const AdcChannel* find(std::uint32_t channel) const
    {
        const auto& channels = m_adc.m_names.adc;
        return channel < channels.size() ? &channels[channel] : nullptr;
    }

    [[nodiscard]] ChannelAnswer poll(const ChannelRequest& request) const
    {
        const auto fixed = request.fixedPart<protocol::AdcPollRequest>();
        const AdcChannel* const channel = fixed ? find(fixed->channel) : nullptr;
        if (channel == nullptr)
            return {.error = fixed ? EINVAL : EPROTO};
        const auto device = iioDevice(m_adc.m_sys, channel->device);
        if (!device)
            return {.error = EIO}; // it was there at the open
        const auto raw = readNumber(*device / fmt::format("in_voltage{}_raw", channel->channel));
        if (!raw)
            return {.error = errno == ETIMEDOUT ? ETIMEDOUT : EIO};
        return {.value = sampleOf(*device, *channel, *raw)};
    }

    /// IIO: millivolts = (raw + offset) * scale. A device that tells no scale has the sample itself
    /// for raw.
    [[nodiscard]] std::int64_t sampleOf(const std::filesystem::path& device,
                                        const AdcChannel& channel, double raw) const
    {
        const double highest = std::ldexp(1.0, static_cast<int>(channel.bits)) - 1;
        double sample = raw;
        if (const auto scale = factor(device, channel.channel, "scale")) {
            const double offset = factor(device, channel.channel, "offset").value_or(0);
            sample = (raw + offset) * *scale * highest / m_adc.m_referenceMillivolts;
        }
        return std::llround(std::clamp(sample, 0.0, highest));
    }

    [[nodiscard]] ChannelAnswer sampleBitCount(const ChannelRequest& request) const
    {
        const auto fixed = request.fixedPart<protocol::AdcSampleBitCountRequest>();
        const AdcChannel* const channel = fixed ? find(fixed->channel) : nullptr;
        if (channel == nullptr)
            return {.error = fixed ? EINVAL : EPROTO};
        return {.value = channel->bits};
    }

    [[nodiscard]] ChannelAnswer setReferenceVoltage(const ChannelRequest& request)
    {
        const auto fixed = request.fixedPart<protocol::AdcSetReferenceVoltageRequest>();
        if (!fixed)
            return {.error = EPROTO};
        if (find(fixed->channel) == nullptr || fixed->microvolts < kLowestReference ||
            fixed->microvolts > kHighestReference)
            return {.error = EINVAL};
        m_adc.m_referenceMillivolts = fixed->microvolts / 1000.0;
        return {};
    }

    AdcChannels& m_adc;
};

AdcChannels::AdcChannels(const DeviceNames& names, std::filesystem::path sys)
    : m_names(names)
    , m_sys(std::move(sys))
    , m_referenceMillivolts(kHighestReference / 1000.0)
    , m_thread(std::make_unique<BusThread>())
{
}

AdcChannels::~AdcChannels() = default;

Outcome<Opened> AdcChannels::open(const App& /*app*/, unsigned controller)
{
    if (m_names.adc.empty())
        return refuse(ENODEV, "this board has no ADC; its file names none");
    for (const AdcChannel& channel : m_names.adc)
        if (!iioDevice(m_sys, channel.device))
            return refuse(ENODEV,
                          fmt::format("no IIO device in {} is called \"{}\", which the "
                                      "board's file names; load its driver or mend the "
                                      "file",
                                      (m_sys / "bus/iio/devices").string(), channel.device));
    if (m_thread->isOpen(controller))
        return refuse(EBUSY, "the ADC controller is open already");
    return m_thread->add(controller, std::make_unique<Channel>(*this));
}

} // namespace perisphere::target
