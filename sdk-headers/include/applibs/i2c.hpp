// I2C bus, as its master: applibs/i2c.h, which documents the calls.
#pragma once

#include <applibs/descriptor.hpp>
#include <applibs/duration.hpp>
#include <applibs/i2c.h>

namespace applibs::i2c
{

/// Hertz.
enum class BusSpeed : std::uint32_t {
    Standard = I2C_BUS_SPEED_STANDARD,
    Fast = I2C_BUS_SPEED_FAST,
    FastPlus = I2C_BUS_SPEED_FAST_PLUS,
    High = I2C_BUS_SPEED_HIGH
};

/// An open interface. read and write of the base go to the default target.
class I2cMaster : public StreamDescriptor
{
public:
    using StreamDescriptor::read;
    using StreamDescriptor::StreamDescriptor;
    using StreamDescriptor::write;

    static Result<I2cMaster> open(I2C_InterfaceId id)
    {
        return detail::opened<I2cMaster>(I2CMaster_Open(id), "I2CMaster_Open");
    }

    Result<void> setBusSpeed(BusSpeed speed)
    {
        return detail::check(I2CMaster_SetBusSpeed(fd(), static_cast<std::uint32_t>(speed)),
                             "I2CMaster_SetBusSpeed");
    }

    Result<void> setTimeout(std::chrono::milliseconds timeout)
    {
        return detail::check(I2CMaster_SetTimeout(fd(), detail::count<std::uint32_t>(timeout)),
                             "I2CMaster_SetTimeout");
    }

    Result<void> setDefaultTargetAddress(I2C_DeviceAddress address)
    {
        return detail::check(I2CMaster_SetDefaultTargetAddress(fd(), address),
                             "I2CMaster_SetDefaultTargetAddress");
    }

    /// @return number of bytes
    Result<std::size_t> read(I2C_DeviceAddress address, std::span<std::uint8_t> buffer)
    {
        return detail::number<std::size_t>(
            I2CMaster_Read(fd(), address, buffer.data(), buffer.size()), "I2CMaster_Read");
    }

    /// @return number of bytes
    Result<std::size_t> write(I2C_DeviceAddress address, std::span<const std::uint8_t> data)
    {
        return detail::number<std::size_t>(I2CMaster_Write(fd(), address, data.data(), data.size()),
                                           "I2CMaster_Write");
    }

    /// @return number of bytes, both ways together
    Result<std::size_t> writeThenRead(I2C_DeviceAddress address,
                                      std::span<const std::uint8_t> writeData,
                                      std::span<std::uint8_t> readData)
    {
        return detail::number<std::size_t>(
            I2CMaster_WriteThenRead(fd(), address, writeData.data(), writeData.size(),
                                    readData.data(), readData.size()),
            "I2CMaster_WriteThenRead");
    }
};

} // namespace applibs::i2c
