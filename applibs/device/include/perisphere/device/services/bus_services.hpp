// The peripherals whose descriptor is a channel: opened here, then used through it.
#pragma once

#include "perisphere/device/app.hpp"
#include "perisphere/device/outcome.hpp"
#include "perisphere/device/services/opened.hpp"

#include <cstdint>

namespace perisphere::device
{

class I2cService
{
public:
    virtual ~I2cService() = default;

    /// `isu` is 0 to 4. EBUSY.
    [[nodiscard]] virtual Outcome<Opened> open(const App& app, unsigned isu) = 0;
};

enum class ChipSelect : std::uint8_t { A, B };
enum class ChipSelectPolarity : std::uint8_t { ActiveLow, ActiveHigh };

class SpiService
{
public:
    virtual ~SpiService() = default;

    /// `isu` is 0 to 4. EBUSY when that chip select of the interface is open.
    [[nodiscard]] virtual Outcome<Opened> open(const App& app, unsigned isu, ChipSelect chipSelect,
                                               ChipSelectPolarity polarity) = 0;
};

class AdcService
{
public:
    virtual ~AdcService() = default;

    /// EBUSY.
    [[nodiscard]] virtual Outcome<Opened> open(const App& app, unsigned controller) = 0;
};

class PwmService
{
public:
    virtual ~PwmService() = default;

    /// May be open several times in one app.
    [[nodiscard]] virtual Outcome<Opened> open(const App& app, unsigned controller) = 0;
};

} // namespace perisphere::device
