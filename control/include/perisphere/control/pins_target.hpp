// What the control API asks of pins and nets.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/engine/drive.hpp"
#include "perisphere/engine/voltage.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace perisphere::control
{

struct PinDrive {
    std::string pin;
    engine::Drive drive;
};

struct NetState {
    std::vector<std::string> pins;
    engine::Level level = engine::Level::Floating;
    engine::Voltage voltage;
    bool conflict = false;         ///< strong drivers disagree
    std::vector<PinDrive> drivers; ///< without the high-impedance ones
};

/// An app that has a pin of the chip.
struct PinOwner {
    std::string pin;
    std::string app;      ///< component id
    std::string function; ///< "GPIO output", "ISU0 UART"
};

class PinsTarget
{
public:
    virtual ~PinsTarget() = default;

    [[nodiscard]] virtual std::vector<std::string> pins() = 0;

    /// NotFound, with the nearest name.
    [[nodiscard]] virtual Result<NetState> netOf(std::string_view pin) = 0;
    [[nodiscard]] virtual std::vector<NetState> nets() = 0;
    /// By pin.
    [[nodiscard]] virtual std::vector<PinOwner> owners() = 0;
};

} // namespace perisphere::control
