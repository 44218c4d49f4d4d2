// What the world does to a motion sensor.
#pragma once

#include "perisphere/engine/property.hpp"

namespace perisphere::parts
{

/// The settable properties of an accelerometer with gyroscope and thermometer.
struct MotionProperties {
    explicit MotionProperties(engine::PropertyTable& table)
        : accelerationX(table, engine::Access::Settable, "accelerationX",
                        "along the x axis, in units of standard gravity", 0, "g", kG)
        , accelerationY(table, engine::Access::Settable, "accelerationY",
                        "along the y axis, in units of standard gravity", 0, "g", kG)
        , accelerationZ(table, engine::Access::Settable, "accelerationZ",
                        "along the z axis, in units of standard gravity", 1, "g", kG)
        , rateX(table, engine::Access::Settable, "rateX", "of rotation about the x axis", 0, "°/s",
                kDps)
        , rateY(table, engine::Access::Settable, "rateY", "of rotation about the y axis", 0, "°/s",
                kDps)
        , rateZ(table, engine::Access::Settable, "rateZ", "of rotation about the z axis", 0, "°/s",
                kDps)
        , temperature(table, engine::Access::Settable, "temperature", "of the sensor", 25, "°C",
                      {-40, 85, 0.1})
    {
    }

    static constexpr engine::Range kG{-16, 16, 0.01};
    static constexpr engine::Range kDps{-2000, 2000, 1};
    engine::NumberProperty accelerationX;
    engine::NumberProperty accelerationY;
    engine::NumberProperty accelerationZ;
    engine::NumberProperty rateX;
    engine::NumberProperty rateY;
    engine::NumberProperty rateZ;
    engine::NumberProperty temperature;
};

} // namespace perisphere::parts
