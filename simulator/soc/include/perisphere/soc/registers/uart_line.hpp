// What is outside a UART's registers: pads on the board, or a core's debug console.
#pragma once

#include "perisphere/bus/buses.hpp"
#include "perisphere/engine/move_only_function.hpp"
#include "perisphere/engine/snapshot.hpp"
#include "perisphere/soc/pads.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace perisphere::soc
{

class UartLine
{
public:
    class Listener
    {
    public:
        virtual ~Listener() = default;
        /// @param sentAs nullopt: in the format that the receiver is set to
        virtual void received(std::span<const std::uint8_t> characters,
                              const std::optional<bus::UartFormat>& sentAs) = 0;
        virtual void clearToSendChanged() = 0;
    };

    UartLine() = default;
    UartLine(const UartLine&) = delete;
    UartLine& operator=(const UartLine&) = delete;
    virtual ~UartLine() = default;

    /// Once, before anything else.
    void setListener(Listener& listener) { m_listener = &listener; }

    /// The UART is used from now on: its pads are its own.
    virtual void take() = 0;
    virtual void release() = 0;
    virtual void send(std::uint8_t character, const bus::UartFormat& format) = 0;
    /// RTS; not driven before it is ready once: the pad of a UART without flow control is free.
    virtual void setReady(bool isReady) = 0;
    /// CTS.
    [[nodiscard]] virtual bool isClear() const = 0;
    virtual void exchange(engine::Snapshot& snapshot) = 0;

protected:
    [[nodiscard]] Listener& listener() const { return *m_listener; }

private:
    Listener* m_listener = nullptr;
};

/// The pads of the debug UARTs lead to no part: characters go to one function. Always clear to
/// send.
class DebugUartLine final : public UartLine
{
public:
    using Sink = engine::MoveOnlyFunction<void(std::uint8_t)>;

    explicit DebugUartLine(Sink sink)
        : m_sink(std::move(sink))
    {
    }

    /// What somebody types. More at once than the receive FIFO holds overruns it.
    void type(std::span<const std::uint8_t> characters)
    {
        listener().received(characters, std::nullopt);
    }

    void take() override {}
    void release() override {}
    void send(std::uint8_t character, const bus::UartFormat&) override { m_sink(character); }
    void setReady(bool) override {}
    [[nodiscard]] bool isClear() const override { return true; }
    void exchange(engine::Snapshot&) override {}

private:
    Sink m_sink;
};

/// The pads of an ISU.
class IsuUartLine final : public UartLine, public bus::UartReceiver
{
public:
    IsuUartLine(bus::Buses& buses, Pads& pads, unsigned isu);

    void take() override;
    void release() override;
    void send(std::uint8_t character, const bus::UartFormat& format) override;
    void setReady(bool isReady) override;
    [[nodiscard]] bool isClear() const override;
    void exchange(engine::Snapshot& snapshot) override;

    void receive(std::span<const std::uint8_t> characters, const bus::UartFormat& sentAs) override;

private:
    bus::Buses& m_buses;
    engine::Pin& m_txd;
    engine::Pin& m_rts;
    engine::Pin& m_rxd;
    engine::Pin& m_cts;
    bool m_isTaken = false;
    std::optional<bool> m_isReady; ///< nullopt: RTS is not driven
    engine::Subscription m_ctsChanges;
    std::optional<bus::UartPort> m_port;
};

} // namespace perisphere::soc
