// The LPS22HH of the Starter Kit, which sits behind the LSM6DSO: a sensor of pressure and
// temperature.
#pragma once

#include <applibs/i2c.hpp>

namespace weather
{

struct Measurement {
    double pressure;    ///< hPa
    double temperature; ///< degrees Celsius
};

/// What was expected at the address and is not there has the errno ENODEV.
class Lps22hh
{
public:
    /// Opens the way through the LSM6DSO and has the sensor measure once a second. `bus` outlives
    /// the sensor.
    static applibs::Result<Lps22hh> start(applibs::i2c::I2cMaster& bus);

    /// The latest measurement.
    applibs::Result<Measurement> read();

private:
    explicit Lps22hh(applibs::i2c::I2cMaster& bus)
        : m_bus(&bus)
    {
    }

    applibs::i2c::I2cMaster* m_bus;
};

} // namespace weather
