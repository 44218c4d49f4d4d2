// Asynchronous serial characters from a transmitter's pin to the receivers on its net.
//
// A character arrives at the instant when its last stop bit ends; the net does not move in between
// (docs/fidelity.md). A receiver that is set to another format makes of it what its shift register
// would: a framing or parity error.
#pragma once

#include "perisphere/bus/port_registry.hpp"
#include "perisphere/engine/pin.hpp"
#include "perisphere/engine/time.hpp"

#include <cstdint>
#include <span>

namespace perisphere::bus
{

enum class UartParity : std::uint8_t { None, Even, Odd };

struct UartFormat {
    std::uint32_t baudRate = 115200; ///< bits per second
    std::uint8_t dataBits = 8;       ///< 5 to 8
    std::uint8_t stopBits = 1;       ///< 1 or 2
    UartParity parity = UartParity::None;

    /// Of one character, start bit included.
    [[nodiscard]] constexpr unsigned bitsPerCharacter() const
    {
        return 1U + dataBits + (parity == UartParity::None ? 0U : 1U) + stopBits;
    }
    /// Time of one character, rounded up to a nanosecond.
    [[nodiscard]] constexpr engine::Duration characterTime() const
    {
        const std::int64_t bits = bitsPerCharacter();
        return engine::Duration((bits * 1'000'000'000 + baudRate - 1) / baudRate);
    }
    constexpr bool operator==(const UartFormat&) const = default;
};

class UartReceiver
{
public:
    virtual ~UartReceiver() = default;

    /// Characters as they were sent: one, or several from a transmitter that takes no bus time. See
    /// receivedAs() for what a receiver of another format reads.
    virtual void receive(std::span<const std::uint8_t> characters, const UartFormat& sentAs) = 0;
};

enum class UartReception : std::uint8_t { Good, FramingError, ParityError };

/// What a receiver set to `format` makes of a character sent in another: formats match when data
/// bits, parity and stop bits do and the baud rates differ by at most 4 percent.
[[nodiscard]] constexpr UartReception receivedAs(const UartFormat& sent, const UartFormat& format)
{
    const std::int64_t difference = std::int64_t{sent.baudRate} - std::int64_t{format.baudRate};
    const std::int64_t size = difference < 0 ? -difference : difference;
    if (size * 25 > std::int64_t{format.baudRate} || sent.dataBits != format.dataBits)
        return UartReception::FramingError;
    if (sent.parity != format.parity)
        return UartReception::ParityError;
    return sent.stopBits < format.stopBits ? UartReception::FramingError : UartReception::Good;
}

class UartPort;
using UartPorts = PortList<UartPort>;

/// A receiver's place on the board.
class UartPort
{
public:
    UartPort(UartPorts& ports, engine::Pin& receivePin, UartReceiver& receiver)
        : m_ports(ports)
        , m_pin(receivePin)
        , m_receiver(receiver)
    {
        m_ports.add(*this);
    }
    UartPort(const UartPort&) = delete;
    UartPort& operator=(const UartPort&) = delete;
    ~UartPort() { m_ports.remove(*this); }

    [[nodiscard]] engine::Pin& pin() const { return m_pin; }
    [[nodiscard]] UartReceiver& receiver() const { return m_receiver; }

private:
    UartPorts& m_ports;
    engine::Pin& m_pin;
    UartReceiver& m_receiver;
};

} // namespace perisphere::bus
