#pragma once

#include "perisphere/device/app.hpp"
#include "perisphere/device/outcome.hpp"
#include "perisphere/device/services/opened.hpp"

#include <cstdint>

namespace perisphere::device
{

enum class UartParity : std::uint8_t { None = 0, Even = 1, Odd = 2 };
enum class UartFlowControl : std::uint8_t { None = 0, RtsCts = 1, XonXoff = 2 };

/// Checked already: the values are ones that the API documents.
struct UartSettings {
    std::uint32_t baudRate = 115200; ///< bits per second
    std::uint8_t dataBits = 8;       ///< 5 to 8
    std::uint8_t stopBits = 1;       ///< 1 or 2
    UartParity parity = UartParity::None;
    UartFlowControl flowControl = UartFlowControl::None;
};

class UartService
{
public:
    virtual ~UartService() = default;

    /// `isu` is 0 to 4. EINVAL for a baud rate that the divider cannot make; EBUSY.
    [[nodiscard]] virtual Outcome<Opened> open(const App& app, unsigned isu,
                                               const UartSettings& settings) = 0;
};

} // namespace perisphere::device
