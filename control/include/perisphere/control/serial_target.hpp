// What the control API asks of serial lines: of the terminals on the board and of the real-time
// cores' debug UARTs.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/bus/uart.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::control
{

struct SerialPort {
    std::string name;                      ///< the part's, or "realTime0", "realTime1"
    bool isCore = false;                   ///< a core's debug UART: it is read at any format
    std::optional<bus::UartFormat> format; ///< how the terminal is set; none of a core's
    std::optional<bus::UartFormat> sender; ///< of what came last; none yet, or a core's
    std::uint64_t errors = 0;              ///< characters that could not be read in that format
    std::uint64_t received = 0;            ///< bytes, of all time
    std::uint64_t pending = 0;             ///< bytes that wait to be sent
};

struct SerialPage {
    std::vector<std::byte> bytes;
    std::uint64_t next = 0;   ///< to read on from
    std::uint64_t missed = 0; ///< bytes that had left the history
};

/// A line's history has its newest bytes, 256 KiB of them.
class SerialTarget
{
public:
    virtual ~SerialTarget() = default;

    [[nodiscard]] virtual std::vector<SerialPort> ports() = 0;
    /// NotFound, with the nearest name; so have the others.
    [[nodiscard]] virtual Result<SerialPort> port(std::string_view name) = 0;
    /// At most `limit` bytes from number `since` on.
    [[nodiscard]] virtual Result<SerialPage> read(std::string_view name, std::uint64_t since,
                                                  std::size_t limit) = 0;
    /// @return how many there was room for. InvalidArgument for a core without a program.
    virtual Result<std::size_t> send(std::string_view name, std::span<const std::byte> bytes) = 0;
    /// Changes with everything of that line. Then the target calls its wake function.
    [[nodiscard]] virtual std::uint64_t revision(std::string_view name) = 0;
};

} // namespace perisphere::control
