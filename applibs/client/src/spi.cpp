// applibs/spi.h

#include "perisphere/protocol/spi.hpp"

#include "abi.hpp"
#include "peripheral.hpp"
#include "struct_version.hpp"

#define SPI_STRUCTS_VERSION 1
#include <applibs/spi.h>

#include <algorithm>
#include <cstring>

using namespace perisphere::client;
namespace protocol = perisphere::protocol;

namespace
{

using Transfer = z__SPIMaster_Transfer_v1;

struct Totals {
    std::size_t read = 0;
    std::size_t written = 0;
};

/// What is wrong with one element, given the totals before it: 0 or an errno. Adds to the totals.
int check(const Transfer& transfer, Totals& totals)
{
    if (!hasVersion(transfer.z__magicAndVersion, z__SPIMASTER_TRANSFER_MAGIC, 1))
        return EINVAL;
    if (transfer.flags != SPI_TransferFlags_Read && transfer.flags != SPI_TransferFlags_Write)
        return EINVAL;
    const bool isRead = transfer.flags == SPI_TransferFlags_Read;
    const void* const data = isRead ? transfer.readData : transfer.writeData;
    if (data == nullptr && transfer.length != 0)
        return EFAULT;
    std::size_t& total = isRead ? totals.read : totals.written;
    if (transfer.length > protocol::kMaxSpiBytes - total)
        return EMSGSIZE;
    total += transfer.length;
    return 0;
}

/// The elements of one call, gathered for the wire. Lives on the stack: at most 10 KiB.
struct Sequence {
    protocol::SpiSegment segments[protocol::kMaxSpiSegments];
    std::uint8_t bytes[protocol::kMaxSpiBytes]; ///< to write, then what was read
};

void gather(Sequence& sequence, const Transfer* transfers, std::size_t count)
{
    std::size_t at = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const Transfer& transfer = transfers[i];
        const bool isRead = transfer.flags == SPI_TransferFlags_Read;
        sequence.segments[i] = {.direction = isRead ? protocol::SpiDirection::Read
                                                    : protocol::SpiDirection::Write,
                                .bytes = static_cast<std::uint32_t>(transfer.length)};
        if (isRead || transfer.length == 0)
            continue;
        std::memcpy(sequence.bytes + at, transfer.writeData, transfer.length);
        at += transfer.length;
    }
}

void scatter(const Sequence& sequence, const Transfer* transfers, std::size_t count)
{
    std::size_t at = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const Transfer& transfer = transfers[i];
        if (transfer.flags != SPI_TransferFlags_Read || transfer.length == 0)
            continue;
        std::memcpy(transfer.readData, sequence.bytes + at, transfer.length);
        at += transfer.length;
    }
}

ssize_t transferSequence(int fd, const Transfer* transfers, std::size_t count)
{
    Totals totals;
    for (std::size_t i = 0; i < count; ++i)
        if (const int error = check(transfers[i], totals))
            return fail(error);

    Sequence sequence;
    gather(sequence, transfers, count);
    const protocol::SpiTransferRequest request{.segments = static_cast<std::uint32_t>(count),
                                               .writeBytes =
                                                   static_cast<std::uint32_t>(totals.written)};
    RawRequest exchange = raw(request);
    exchange.payload[0] = {sequence.segments, count * sizeof(protocol::SpiSegment)};
    exchange.payload[1] = {sequence.bytes, totals.written};
    exchange.replyPayload[0] = {sequence.bytes, totals.read};
    const Answer answer = callChannel(fd, Api::Spi, exchange);
    if (answer.error != 0)
        return fail(answer.error);
    if (answer.payloadBytes != totals.read)
        return fail(EIO);
    scatter(sequence, transfers, count);
    return static_cast<ssize_t>(answer.value);
}

/// A sequence of one. EBADF comes before what is wrong with the arguments: they may be meant for
/// what the number stands for by now.
ssize_t transferOne(int fd, const Transfer& transfer)
{
    return find(fd, Api::Spi) == nullptr ? fail(EBADF) : transferSequence(fd, &transfer, 1);
}

constexpr std::uint32_t kTransferMagic = z__SPIMASTER_TRANSFER_MAGIC | 1;

constexpr protocol::PosixIo kSpiIo{
    .read =
        [](int fd, void* buffer, std::size_t size) {
            return transferOne(fd, {.z__magicAndVersion = kTransferMagic,
                                    .flags = SPI_TransferFlags_Read,
                                    .writeData = nullptr,
                                    .readData = static_cast<std::uint8_t*>(buffer),
                                    .length = size});
        },
    .write =
        [](int fd, const void* data, std::size_t size) {
            return transferOne(fd, {.z__magicAndVersion = kTransferMagic,
                                    .flags = SPI_TransferFlags_Write,
                                    .writeData = static_cast<const std::uint8_t*>(data),
                                    .readData = nullptr,
                                    .length = size});
        }};

} // namespace

PERISPHERE_EXPORT int z__SPIMaster_InitConfig(z__SPIMaster_Config_Base* config,
                                              uint32_t structVersion)
{
    if (config == nullptr)
        return fail(EFAULT);
    if (structVersion != 1)
        return fail(EINVAL);
    auto& full = *reinterpret_cast<z__SPIMaster_Config_v1*>(config);
    full = {};
    full.z__magicAndVersion = z__SPIMASTER_CONFIG_MAGIC | structVersion;
    full.csPolarity = SPI_ChipSelectPolarity_ActiveLow;
    return 0;
}

PERISPHERE_EXPORT int z__SPIMaster_Open(SPI_InterfaceId interfaceId, SPI_ChipSelectId chipSelectId,
                                        const z__SPIMaster_Config_Base* config)
{
    if (config == nullptr)
        return fail(EFAULT);
    if (!hasVersion(config->z__magicAndVersion, z__SPIMASTER_CONFIG_MAGIC, 1))
        return fail(EINVAL);
    const auto& full = *reinterpret_cast<const z__SPIMaster_Config_v1*>(config);
    const protocol::SpiOpenRequest request{.interfaceId = interfaceId,
                                           .chipSelect = chipSelectId,
                                           .chipSelectPolarity =
                                               static_cast<std::uint32_t>(full.csPolarity)};
    return openPeripheral(
        raw(request),
        {.api = Api::Spi, .resource = interfaceId, .withoutDevice = EACCES, .io = &kSpiIo});
}

PERISPHERE_EXPORT int SPIMaster_SetBusSpeed(int fd, uint32_t speedInHz)
{
    const protocol::SpiSetBusSpeedRequest request{.hertz = speedInHz};
    return callChannelForStatus(fd, Api::Spi, raw(request));
}

PERISPHERE_EXPORT int SPIMaster_SetMode(int fd, SPI_Mode mode)
{
    const protocol::SpiSetModeRequest request{.mode = static_cast<std::uint32_t>(mode)};
    return callChannelForStatus(fd, Api::Spi, raw(request));
}

PERISPHERE_EXPORT int SPIMaster_SetBitOrder(int fd, SPI_BitOrder order)
{
    const protocol::SpiSetBitOrderRequest request{.bitOrder = static_cast<std::uint32_t>(order)};
    return callChannelForStatus(fd, Api::Spi, raw(request));
}

PERISPHERE_EXPORT int z__SPIMaster_InitTransfers(z__SPIMaster_Transfer_Base* transfer,
                                                 size_t transferCount, uint32_t structVersion)
{
    if (transfer == nullptr)
        return fail(EFAULT);
    if (structVersion != 1)
        return fail(EINVAL);
    auto* const full = reinterpret_cast<Transfer*>(transfer);
    for (std::size_t i = 0; i < transferCount; ++i) {
        full[i] = {};
        full[i].z__magicAndVersion = z__SPIMASTER_TRANSFER_MAGIC | structVersion;
    }
    return 0;
}

PERISPHERE_EXPORT ssize_t
z__SPIMaster_TransferSequential(int fd, const z__SPIMaster_Transfer_Base* transfers,
                                size_t transferCount, uint32_t structVersion)
{
    if (transfers == nullptr)
        return fail(EFAULT);
    if (structVersion != 1 || transferCount == 0 || transferCount > SPI_MASTER_MAX_TRANSFERS)
        return fail(EINVAL);
    return transferSequence(fd, reinterpret_cast<const Transfer*>(transfers), transferCount);
}
