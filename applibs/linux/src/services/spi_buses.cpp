#include "perisphere/linux/services/spi_buses.hpp"

#include "bus_thread.hpp"
#include "device_node.hpp"
#include "perisphere/base/file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <linux/spi/spidev.h>
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

/// What a newly opened interface clocks with at most; apps set their own.
constexpr std::uint32_t kDefaultHertz = 1'000'000;

/// Of spidev, for all reads of a transfer and for all writes.
std::size_t driverBytes()
{
    std::size_t bytes = 4096;
    if (const auto text = readTextFile("/sys/module/spidev/parameters/bufsiz", 32))
        std::from_chars(text->data(), text->data() + text->size(), bytes);
    return bytes;
}

/// The other bit first. Controllers that do so by themselves are few.
std::byte mirrored(std::byte byte)
{
    auto bits = std::to_integer<unsigned>(byte);
    bits = (bits & 0xF0U) >> 4U | (bits & 0x0FU) << 4U;
    bits = (bits & 0xCCU) >> 2U | (bits & 0x33U) << 2U;
    bits = (bits & 0xAAU) >> 1U | (bits & 0x55U) << 1U;
    return std::byte(bits);
}

int spiError(int error)
{
    return error == ETIMEDOUT || error == EMSGSIZE || error == EINVAL ? error : EIO;
}

/// SPI_IOC_MESSAGE(count), whose macro makes a variable-length array of what is no constant.
unsigned long messageOperation(std::size_t count)
{
    return _IOC(_IOC_WRITE, std::size_t{SPI_IOC_MAGIC}, 0, count * sizeof(spi_ioc_transfer));
}

std::uint64_t address(const std::byte* bytes)
{
    return reinterpret_cast<std::uintptr_t>(bytes);
}

} // namespace

class SpiBuses::Channel final : public BusChannel
{
public:
    explicit Channel(UniqueFd device, std::uint32_t mode)
        : m_device(std::move(device))
        , m_mode(mode)
        , m_driverBytes(driverBytes())
    {
    }

    [[nodiscard]] ChannelAnswer handle(const ChannelRequest& request) override
    {
        switch (request.operation) {
        case protocol::Operation::SpiTransfer: {
            const auto wanted = device::readSpiTransfer(request);
            return wanted ? transfer(*wanted) : ChannelAnswer{.error = wanted.error().error};
        }
        case protocol::Operation::SpiSetBusSpeed:
            return setBusSpeed(request);
        case protocol::Operation::SpiSetMode:
            return setMode(request);
        case protocol::Operation::SpiSetBitOrder:
            return setBitOrder(request);
        default:
            return {.error = EPROTO};
        }
    }

    void handleWrite(std::span<const std::byte> bytes) override
    {
        if (bytes.size() <= protocol::kMaxSpiBytes)
            (void)transfer({.segments = {{.direction = protocol::SpiDirection::Write,
                                          .bytes = static_cast<std::uint32_t>(bytes.size())}},
                            .write = bytes});
    }

private:
    /// One message of the driver: chip select is active over the whole.
    [[nodiscard]] ChannelAnswer transfer(const device::SpiTransfer& wanted) const
    {
        ChannelAnswer answer;
        answer.payload.resize(wanted.readBytes);
        std::vector<std::byte> written(wanted.write.begin(), wanted.write.end());
        if (m_isLeastFirst)
            std::transform(written.begin(), written.end(), written.begin(), mirrored);
        const bool hasRoomForOnes = written.size() + wanted.readBytes <= m_driverBytes;
        const std::vector<std::byte> ones(hasRoomForOnes ? wanted.readBytes : 0, std::byte{0xFF});

        std::vector<spi_ioc_transfer> pieces;
        std::size_t read = 0;
        std::size_t write = 0;
        for (const protocol::SpiSegment& segment : wanted.segments) {
            if (segment.bytes == 0)
                continue;
            spi_ioc_transfer piece{};
            piece.len = segment.bytes;
            piece.speed_hz = m_hertz;
            piece.bits_per_word = 8;
            if (segment.direction == protocol::SpiDirection::Write) {
                piece.tx_buf = address(written.data() + write);
                write += segment.bytes;
            } else {
                piece.rx_buf = address(answer.payload.data() + read);
                if (hasRoomForOnes)
                    piece.tx_buf = address(ones.data() + read);
                read += segment.bytes;
            }
            pieces.push_back(piece);
        }
        if (!pieces.empty() &&
            ::ioctl(m_device.get(), messageOperation(pieces.size()), pieces.data()) < 0)
            return {.error = spiError(errno)};
        if (m_isLeastFirst)
            std::transform(answer.payload.begin(), answer.payload.end(), answer.payload.begin(),
                           mirrored);
        answer.value = static_cast<std::int64_t>(read + write);
        return answer;
    }

    [[nodiscard]] ChannelAnswer setBusSpeed(const ChannelRequest& request)
    {
        const auto fixed = request.fixedPart<protocol::SpiSetBusSpeedRequest>();
        if (!fixed || fixed->hertz == 0)
            return {.error = fixed ? EINVAL : EPROTO};
        m_hertz = fixed->hertz; // the controller takes the nearest below, at most its own
        return {};
    }

    [[nodiscard]] ChannelAnswer setMode(const ChannelRequest& request)
    {
        const auto fixed = request.fixedPart<protocol::SpiSetModeRequest>();
        if (!fixed || fixed->mode < 1 || fixed->mode > 4)
            return {.error = fixed ? EINVAL : EPROTO};
        const std::uint32_t mode = (m_mode & ~std::uint32_t{SPI_MODE_3}) | (fixed->mode - 1);
        if (::ioctl(m_device.get(), SPI_IOC_WR_MODE32, &mode) != 0)
            return {.error = EINVAL};
        m_mode = mode;
        return {};
    }

    [[nodiscard]] ChannelAnswer setBitOrder(const ChannelRequest& request)
    {
        const auto fixed = request.fixedPart<protocol::SpiSetBitOrderRequest>();
        if (!fixed || fixed->bitOrder < 1 || fixed->bitOrder > 2)
            return {.error = fixed ? EINVAL : EPROTO};
        m_isLeastFirst = fixed->bitOrder == 1;
        return {};
    }

    UniqueFd m_device;
    std::uint32_t m_mode;
    std::size_t m_driverBytes;
    std::uint32_t m_hertz = kDefaultHertz;
    bool m_isLeastFirst = false;
};

SpiBuses::SpiBuses(const DeviceNames& names)
    : m_names(names)
{
    for (auto& thread : m_threads)
        thread = std::make_unique<BusThread>();
}

SpiBuses::~SpiBuses() = default;

Outcome<Opened> SpiBuses::open(const App& /*app*/, unsigned isu, device::ChipSelect chipSelect,
                               device::ChipSelectPolarity polarity)
{
    const bool isA = chipSelect == device::ChipSelect::A;
    const SpiDevices& devices = m_names.spis.at(isu);
    const auto& path = isA ? devices.chipSelectA : devices.chipSelectB;
    const std::string what =
        fmt::format("the SPI of ISU{} with chip select {}", isu, isA ? 'A' : 'B');
    const unsigned key = isA ? 0 : 1;
    if (m_threads[isu]->isOpen(key))
        return refuse(EBUSY, fmt::format("{} is open already", what));
    auto device = openDeviceNode(path, what);
    if (!device)
        return tl::unexpected(std::move(device.error()));
    const std::uint32_t mode = polarity == device::ChipSelectPolarity::ActiveHigh ? SPI_CS_HIGH : 0;
    if (::ioctl(device->get(), SPI_IOC_WR_MODE32, &mode) != 0)
        return refuse(errno == ENOTTY ? ENODEV : EINVAL,
                      fmt::format("{}, which stands for {}, does not take that polarity of its "
                                  "chip select",
                                  *path, what));
    return m_threads[isu]->add(key, std::make_unique<Channel>(std::move(*device), mode));
}

} // namespace perisphere::target
