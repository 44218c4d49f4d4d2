// applibs/i2c.h

#include "perisphere/protocol/i2c.hpp"

#include "abi.hpp"
#include "peripheral.hpp"

#include <applibs/i2c.h>

#include <climits>

using namespace perisphere::client;
namespace protocol = perisphere::protocol;

namespace
{

struct Halves {
    Bytes write;
    Buffer read;
};

/// What is wrong with a buffer of a transfer: 0, EFAULT or EOPNOTSUPP.
int checkHalf(const void* data, std::size_t size)
{
    if (data == nullptr && size != 0)
        return EFAULT;
    return size > protocol::kMaxI2cBytes ? EOPNOTSUPP : 0;
}

ssize_t transfer(int fd, I2C_DeviceAddress address, protocol::I2cDirection direction,
                 const Halves& halves)
{
    const protocol::I2cTransferRequest request{
        .address = address,
        .direction = direction,
        .writeBytes = static_cast<std::uint32_t>(halves.write.size),
        .readBytes = static_cast<std::uint32_t>(halves.read.size)};
    RawRequest transfer = raw(request);
    transfer.payload[0] = halves.write;
    transfer.replyPayload[0] = halves.read;
    const Answer answer = callChannel(fd, Api::I2c, transfer);
    if (answer.error != 0)
        return fail(answer.error);
    if (answer.payloadBytes != halves.read.size)
        return fail(EIO);
    return static_cast<ssize_t>(answer.value);
}

ssize_t read(int fd, I2C_DeviceAddress address, const Buffer& buffer)
{
    if (const int error = checkHalf(buffer.data, buffer.size))
        return fail(error);
    if (buffer.size == 0)
        return fail(EOPNOTSUPP);
    return transfer(fd, address, protocol::I2cDirection::Read, {.read = buffer});
}

ssize_t write(int fd, I2C_DeviceAddress address, const Bytes& bytes)
{
    if (const int error = checkHalf(bytes.data, bytes.size))
        return fail(error);
    return transfer(fd, address, protocol::I2cDirection::Write, {.write = bytes});
}

constexpr protocol::PosixIo kI2cIo{
    .read =
        [](int fd, void* buffer, std::size_t size) {
            const Descriptor* const entry = find(fd, Api::I2c);
            return entry == nullptr ? fail(EBADF) : read(fd, entry->defaultTarget, {buffer, size});
        },
    .write =
        [](int fd, const void* data, std::size_t size) {
            const Descriptor* const entry = find(fd, Api::I2c);
            return entry == nullptr ? fail(EBADF) : write(fd, entry->defaultTarget, {data, size});
        }};

} // namespace

PERISPHERE_EXPORT int I2CMaster_Open(I2C_InterfaceId id)
{
    const protocol::I2cOpenRequest request{.interfaceId = id};
    return openPeripheral(
        raw(request), {.api = Api::I2c, .resource = id, .withoutDevice = EACCES, .io = &kI2cIo});
}

PERISPHERE_EXPORT int I2CMaster_SetBusSpeed(int fd, uint32_t speedInHz)
{
    const protocol::I2cSetBusSpeedRequest request{.hertz = speedInHz};
    return callChannelForStatus(fd, Api::I2c, raw(request));
}

PERISPHERE_EXPORT int I2CMaster_SetTimeout(int fd, uint32_t timeoutInMs)
{
    if (timeoutInMs > INT_MAX)
        return fail(EINVAL);
    const protocol::I2cSetTimeoutRequest request{.milliseconds = timeoutInMs};
    return callChannelForStatus(fd, Api::I2c, raw(request));
}

PERISPHERE_EXPORT ssize_t I2CMaster_Read(int fd, I2C_DeviceAddress address, uint8_t* buffer,
                                         size_t maxLength)
{
    return read(fd, address, {buffer, maxLength});
}

PERISPHERE_EXPORT ssize_t I2CMaster_Write(int fd, I2C_DeviceAddress address, const uint8_t* data,
                                          size_t length)
{
    return write(fd, address, {data, length});
}

PERISPHERE_EXPORT ssize_t I2CMaster_WriteThenRead(int fd, I2C_DeviceAddress address,
                                                  const uint8_t* writeData, size_t lenWriteData,
                                                  uint8_t* readData, size_t lenReadData)
{
    if (const int error = checkHalf(writeData, lenWriteData))
        return fail(error);
    if (const int error = checkHalf(readData, lenReadData))
        return fail(error);
    if (lenReadData == 0)
        return fail(EOPNOTSUPP);
    return transfer(fd, address, protocol::I2cDirection::WriteThenRead,
                    {.write = {writeData, lenWriteData}, .read = {readData, lenReadData}});
}

PERISPHERE_EXPORT int I2CMaster_SetDefaultTargetAddress(int fd, I2C_DeviceAddress address)
{
    const protocol::I2cSetDefaultAddressRequest request{.address = address};
    const int result = callChannelForStatus(fd, Api::I2c, raw(request));
    if (result == 0)
        if (Descriptor* const entry = find(fd, Api::I2c))
            entry->defaultTarget = address;
    return result;
}
