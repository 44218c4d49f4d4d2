// What a part that is a serial terminal offers to whoever sits before it, besides its properties:
// the bytes as they came, and how the line is set at both ends.
#pragma once

#include "perisphere/bus/uart.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <utility>

namespace perisphere::parts
{

struct SerialLine {
    bus::UartFormat format;                ///< of the terminal
    std::optional<bus::UartFormat> sender; ///< of what came last, also where it could not be read
    std::uint64_t errors = 0;              ///< characters that could not be read
    std::uint64_t pending = 0;             ///< characters that wait to be sent
};

/// Machine thread only.
class SerialTerminal
{
public:
    /// Characters that could be read; none when only the line has changed.
    using Listener =
        std::function<void(std::span<const std::uint8_t> characters, const SerialLine& line)>;

    virtual ~SerialTerminal() = default;

    /// One at a time; {} ends it.
    void setListener(Listener listener) { m_listener = std::move(listener); }
    [[nodiscard]] virtual SerialLine line() const = 0;
    /// Queues what there is room for. @return how much
    virtual std::size_t type(std::span<const std::uint8_t> characters) = 0;

protected:
    void tell(std::span<const std::uint8_t> characters = {})
    {
        if (m_listener)
            m_listener(characters, line());
    }

private:
    Listener m_listener;
};

} // namespace perisphere::parts
