// SPI between a controller's pins and the targets on its nets, byte by byte.
//
// Chip select is a real level on a net: a target watches its pin. Data bytes pass at the instants
// when their eighth clock ends; clock and data nets do not move (docs/fidelity.md).
#pragma once

#include "perisphere/bus/port_registry.hpp"
#include "perisphere/engine/pin.hpp"

#include <cstdint>

namespace perisphere::bus
{

/// Clock polarity and phase: mode = 2 * CPOL + CPHA.
enum class SpiMode : std::uint8_t { Mode0, Mode1, Mode2, Mode3 };

enum class SpiBitOrder : std::uint8_t { MostSignificantFirst, LeastSignificantFirst };

/// How the controller shifts.
struct SpiShift {
    SpiMode mode = SpiMode::Mode0;
    SpiBitOrder bitOrder = SpiBitOrder::MostSignificantFirst;
    std::uint32_t hertz = 0;
};

class SpiTarget
{
public:
    virtual ~SpiTarget() = default;

    /// One byte in and one out, while the target's chip select is active; most significant bit
    /// first as the target sees it. 0xFF is a line that nobody drives.
    virtual std::uint8_t exchange(std::uint8_t mosi, const SpiShift& shift) = 0;
};

struct SpiPins {
    engine::Pin& clock;
    engine::Pin& mosi;
    engine::Pin& miso;
    engine::Pin& chipSelect;
};

class SpiPort;
using SpiPorts = PortList<SpiPort>;

/// A target's place on the board.
class SpiPort
{
public:
    /// Active-low chip select unless said otherwise.
    SpiPort(SpiPorts& ports, const SpiPins& pins, SpiTarget& target, bool activeHigh = false)
        : m_ports(ports)
        , m_pins(pins)
        , m_target(target)
        , m_activeHigh(activeHigh)
    {
        m_ports.add(*this);
    }
    SpiPort(const SpiPort&) = delete;
    SpiPort& operator=(const SpiPort&) = delete;
    ~SpiPort() { m_ports.remove(*this); }

    [[nodiscard]] const SpiPins& pins() const { return m_pins; }
    [[nodiscard]] SpiTarget& target() const { return m_target; }
    [[nodiscard]] bool isSelected() const { return m_pins.chipSelect.isHigh() == m_activeHigh; }

private:
    SpiPorts& m_ports;
    SpiPins m_pins;
    SpiTarget& m_target;
    bool m_activeHigh;
};

} // namespace perisphere::bus
