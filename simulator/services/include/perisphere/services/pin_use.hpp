// Which app has which of the chip's pads, for people who look at the board.
#pragma once

#include <string>
#include <vector>

namespace perisphere::services
{

/// What an app has opened.
struct PinUse {
    std::string app;             ///< component id
    std::string function;        ///< "GPIO output", "ISU0 UART"
    std::vector<unsigned> gpios; ///< of the pads that it takes
};

} // namespace perisphere::services
