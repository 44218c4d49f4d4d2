// An ISU as a UART: FIFOs, baud pacing, RTS/CTS and XON/XOFF. DMA is not modelled.
#pragma once

#include "perisphere/bus/buses.hpp"
#include "perisphere/engine/timer.hpp"
#include "perisphere/soc/pads.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <span>

namespace perisphere::soc
{

enum class UartFlow : std::uint8_t { None, RtsCts, XonXoff };

struct UartSetup {
    bus::UartFormat format;
    UartFlow flow = UartFlow::None;
    /// false: characters take no bus time. For tests of throughput; the board says so.
    bool isPaced = true;
};

/// Counts since enable().
struct UartErrors {
    std::uint64_t overrun = 0; ///< characters that found the receive buffer full
    std::uint64_t framing = 0;
    std::uint64_t parity = 0;
};

class IsuUart final : public bus::UartReceiver
{
public:
    static constexpr std::size_t kTransmitBytes = 4096; ///< as the driver's ring
    static constexpr std::size_t kReceiveBytes = 4096;

    /// Whether the divider makes that rate: 300 to 3 000 000 baud.
    [[nodiscard]] static bool isRate(std::uint32_t baudRate);

    IsuUart(engine::Scheduler& scheduler, bus::Buses& buses, Pads& pads, unsigned isu);

    using Notify = engine::MoveOnlyFunction<void()>;
    /// Takes the pads. `received` is called when there is something to read, `drained` when there
    /// is room to write again; both may read and write.
    void enable(const UartSetup& setup, Notify received, Notify drained);
    void disable();

    /// Queues as many bytes as there is room for; their number.
    std::size_t write(std::span<const std::uint8_t> bytes);
    [[nodiscard]] std::size_t writeRoom() const { return kTransmitBytes - m_transmit.size(); }

    /// Takes received bytes; their number.
    std::size_t read(std::span<std::uint8_t> bytes);

    [[nodiscard]] const UartErrors& errors() const { return m_errors; }

    void receive(std::span<const std::uint8_t> characters, const bus::UartFormat& sentAs) override;

private:
    void transmitNext();
    void characterSent();
    [[nodiscard]] bool mayTransmit() const;
    void acceptCharacter(std::uint8_t character);
    void transmitData();
    void updateReceiveFlow();

    bus::Buses& m_buses;
    engine::Pin& m_txd;
    engine::Pin& m_rts;
    engine::Pin& m_rxd;
    engine::Pin& m_cts;
    bool m_isEnabled = false;
    UartSetup m_setup;
    Notify m_received;
    Notify m_drained;
    std::deque<std::uint8_t> m_transmit;
    std::deque<std::uint8_t> m_receive;
    UartErrors m_errors;
    bool m_isStoppedByPeer = false;        ///< XOFF received
    bool m_hasStoppedPeer = false;         ///< RTS high, or XOFF sent
    std::optional<std::uint8_t> m_control; ///< XON or XOFF to send before data
    engine::Timer m_shift;
    engine::Subscription m_ctsChanges;
    std::optional<bus::UartPort> m_port;
};

} // namespace perisphere::soc
