#include "perisphere/linux/services/i2c_buses.hpp"

#include "bus_thread.hpp"
#include "device_node.hpp"
#include "perisphere/base/file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <sys/ioctl.h>

namespace perisphere::target
{

using device::App;
using device::ChannelRequest;
using device::Opened;
using device::Outcome;
using device::refuse;

namespace
{

constexpr std::uint32_t kStandardHertz = 100'000;
constexpr std::array<std::uint32_t, 3> kSpeeds = {kStandardHertz, 400'000, 1'000'000};
constexpr unsigned long kDefaultTimeout = 100; ///< in 10 ms

/// In ms. The daemon's end waits for a transfer that is under way.
constexpr std::uint32_t kLongestTimeout = 60'000;

/// What the device tree has; without, the speed that its bindings call the default.
std::uint32_t adapterHertz(const std::filesystem::path& sys, const std::string& device)
{
    const auto bytes =
        readBinaryFile(sys / "class/i2c-dev" / std::filesystem::path(device).filename() /
                           "device/of_node/clock-frequency",
                       4);
    if (!bytes || bytes->size() != 4)
        return kStandardHertz;
    std::uint32_t hertz = 0;
    for (const std::byte byte : *bytes) // most significant first
        hertz = hertz << 8U | std::to_integer<std::uint32_t>(byte);
    return hertz;
}

/// Adapters' drivers have no common word for a missing acknowledge, and several for what the API
/// does not know.
int i2cError(int error)
{
    switch (error) {
    case ENXIO:
    case EREMOTEIO:
    case ENODEV:
        return ENXIO;
    case EBUSY:
    case EAGAIN:
    case ETIMEDOUT:
    case EINVAL:
    case EOPNOTSUPP:
        return error;
    default:
        return EIO;
    }
}

} // namespace

class I2cBuses::Channel final : public BusChannel
{
public:
    Channel(UniqueFd adapter, std::uint32_t hertz)
        : m_adapter(std::move(adapter))
        , m_hertz(hertz)
    {
        ::ioctl(m_adapter.get(), I2C_TIMEOUT, kDefaultTimeout);
    }

    [[nodiscard]] ChannelAnswer handle(const ChannelRequest& request) override
    {
        switch (request.operation) {
        case protocol::Operation::I2cTransfer:
            return transfer(request);
        case protocol::Operation::I2cSetBusSpeed:
            return setBusSpeed(request);
        case protocol::Operation::I2cSetTimeout:
            return setTimeout(request);
        case protocol::Operation::I2cSetDefaultAddress:
            return setDefaultAddress(request);
        default:
            return {.error = EPROTO};
        }
    }

    void handleWrite(std::span<const std::byte> bytes) override
    {
        if (bytes.size() <= protocol::kMaxI2cBytes)
            (void)transfer({.address = m_defaultAddress, .write = bytes});
    }

private:
    [[nodiscard]] ChannelAnswer transfer(const ChannelRequest& request)
    {
        const auto wanted = device::readI2cTransfer(request);
        return wanted ? transfer(*wanted) : ChannelAnswer{.error = wanted.error().error};
    }

    [[nodiscard]] ChannelAnswer transfer(const device::I2cTransfer& wanted)
    {
        ChannelAnswer answer;
        answer.payload.resize(wanted.readBytes);
        std::array<i2c_msg, 2> messages{};
        std::uint32_t count = 0;
        if (wanted.direction != protocol::I2cDirection::Read)
            messages[count++] = {.addr = wanted.address,
                                 .flags = 0,
                                 .len = static_cast<std::uint16_t>(wanted.write.size()),
                                 .buf = reinterpret_cast<std::uint8_t*>(const_cast<std::byte*>(
                                     wanted.write.data()))}; // it is only read
        if (wanted.direction != protocol::I2cDirection::Write)
            messages[count++] = {.addr = wanted.address,
                                 .flags = I2C_M_RD,
                                 .len = static_cast<std::uint16_t>(wanted.readBytes),
                                 .buf = reinterpret_cast<std::uint8_t*>(answer.payload.data())};
        i2c_rdwr_ioctl_data all{.msgs = messages.data(), .nmsgs = count};
        if (::ioctl(m_adapter.get(), I2C_RDWR, &all) < 0)
            return {.error = i2cError(errno)};
        answer.value = static_cast<std::int64_t>(wanted.write.size() + wanted.readBytes);
        return answer;
    }

    [[nodiscard]] ChannelAnswer setBusSpeed(const ChannelRequest& request) const
    {
        const auto fixed = request.fixedPart<protocol::I2cSetBusSpeedRequest>();
        if (!fixed)
            return {.error = EPROTO};
        const bool isKnown =
            std::find(kSpeeds.begin(), kSpeeds.end(), fixed->hertz) != kSpeeds.end();
        return {.error = isKnown && m_hertz <= fixed->hertz ? 0 : EOPNOTSUPP};
    }

    [[nodiscard]] ChannelAnswer setTimeout(const ChannelRequest& request)
    {
        const auto fixed = request.fixedPart<protocol::I2cSetTimeoutRequest>();
        if (!fixed)
            return {.error = EPROTO};
        const std::uint32_t milliseconds = std::min(fixed->milliseconds, kLongestTimeout);
        const unsigned long steps = std::max((milliseconds + 9) / 10, 1U);
        return {.error = ::ioctl(m_adapter.get(), I2C_TIMEOUT, steps) == 0 ? 0 : EINVAL};
    }

    [[nodiscard]] ChannelAnswer setDefaultAddress(const ChannelRequest& request)
    {
        const auto fixed = request.fixedPart<protocol::I2cSetDefaultAddressRequest>();
        if (!fixed || fixed->address > 0x7F)
            return {.error = fixed ? EINVAL : EPROTO};
        m_defaultAddress = static_cast<std::uint8_t>(fixed->address);
        return {};
    }

    UniqueFd m_adapter;
    std::uint32_t m_hertz;
    std::uint8_t m_defaultAddress = 0;
};

I2cBuses::I2cBuses(const DeviceNames& names, std::filesystem::path sys)
    : m_names(names)
    , m_sys(std::move(sys))
{
    for (auto& thread : m_threads)
        thread = std::make_unique<BusThread>();
}

I2cBuses::~I2cBuses() = default;

Outcome<Opened> I2cBuses::open(const App& /*app*/, unsigned isu)
{
    const auto& path = m_names.i2cs.at(isu);
    const std::string what = fmt::format("the I2C of ISU{}", isu);
    if (m_threads[isu]->isOpen(0))
        return refuse(EBUSY, fmt::format("{} is open already", what));
    auto adapter = openDeviceNode(path, what);
    if (!adapter)
        return tl::unexpected(std::move(adapter.error()));
    unsigned long functions = 0;
    if (::ioctl(adapter->get(), I2C_FUNCS, &functions) != 0 || (functions & I2C_FUNC_I2C) == 0)
        return refuse(ENODEV, fmt::format("{}, which stands for {}, makes no plain I2C transfers",
                                          *path, what));
    return m_threads[isu]->add(
        0, std::make_unique<Channel>(std::move(*adapter), adapterHertz(m_sys, *path)));
}

} // namespace perisphere::target
