#include "lps22hh.hpp"

#include <array>

namespace weather
{

namespace i2c = applibs::i2c;
using applibs::Error;
using applibs::Result;

namespace
{

// Registers by the names of the datasheets.
constexpr I2C_DeviceAddress kLsm6dso = 0x6A;
constexpr std::uint8_t FUNC_CFG_ACCESS = 0x01;
constexpr std::uint8_t SHUB_REG_ACCESS = 0x40;
constexpr std::uint8_t MASTER_CONFIG = 0x14; // of the sensor hub's bank
constexpr std::uint8_t PASS_THROUGH_MODE = 0x10;

constexpr I2C_DeviceAddress kLps22hh = 0x5C;
constexpr std::uint8_t WHO_AM_I = 0x0F;
constexpr std::uint8_t kIdentity = 0xB3;
constexpr std::uint8_t CTRL_REG1 = 0x10;
constexpr std::uint8_t ODR_1_HZ = 0x10;
constexpr std::uint8_t BDU = 0x02; // the bytes of a measurement belong together
constexpr std::uint8_t PRESS_OUT_XL = 0x28;

Result<void> writeRegister(i2c::I2cMaster& bus, I2C_DeviceAddress device, std::uint8_t address,
                           std::uint8_t value)
{
    const std::array<std::uint8_t, 2> message = {address, value};
    const auto written = bus.write(device, message);
    if (!written)
        return written.error();
    return {};
}

/// Joins the LSM6DSO's second bus to the first.
Result<void> openPassage(i2c::I2cMaster& bus)
{
    struct Setting {
        std::uint8_t address;
        std::uint8_t value;
    };
    for (const Setting setting :
         {Setting{FUNC_CFG_ACCESS, SHUB_REG_ACCESS}, Setting{MASTER_CONFIG, PASS_THROUGH_MODE},
          Setting{FUNC_CFG_ACCESS, 0}})
        if (auto set = writeRegister(bus, kLsm6dso, setting.address, setting.value); !set)
            return set;
    return {};
}

} // namespace

Result<Lps22hh> Lps22hh::start(i2c::I2cMaster& bus)
{
    if (auto opened = openPassage(bus); !opened)
        return opened.error();
    const std::array<std::uint8_t, 1> address = {WHO_AM_I};
    std::array<std::uint8_t, 1> identity{};
    if (const auto asked = bus.writeThenRead(kLps22hh, address, identity); !asked)
        return asked.error();
    if (identity[0] != kIdentity)
        return Error{ENODEV, "WHO_AM_I of the LPS22HH"};
    if (auto set = writeRegister(bus, kLps22hh, CTRL_REG1, ODR_1_HZ | BDU); !set)
        return set.error();
    return Lps22hh(bus);
}

Result<Measurement> Lps22hh::read()
{
    const std::array<std::uint8_t, 1> address = {PRESS_OUT_XL};
    std::array<std::uint8_t, 5> bytes{};
    if (const auto got = m_bus->writeThenRead(kLps22hh, address, bytes); !got)
        return got.error();
    // 24 bits of 1/4096 hPa and 16 bits of 1/100 degree, both signed, low byte first.
    const auto pressure =
        static_cast<std::int32_t>(std::uint32_t{bytes[0]} << 8U | std::uint32_t{bytes[1]} << 16U |
                                  std::uint32_t{bytes[2]} << 24U) >>
        8;
    const auto temperature =
        static_cast<std::int16_t>(static_cast<std::uint16_t>(bytes[3] | bytes[4] << 8U));
    return Measurement{.pressure = pressure / 4096.0, .temperature = temperature / 100.0};
}

} // namespace weather
