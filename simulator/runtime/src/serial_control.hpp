// Serial lines for the control API: the terminals on the board, and the real-time cores' debug
// UARTs.
#pragma once

#include "board_machine.hpp"
#include "perisphere/control/serial_target.hpp"
#include "perisphere/engine/timer.hpp"
#include "perisphere/parts/serial_terminal.hpp"
#include "serial_streams.hpp"

#include <array>
#include <memory>
#include <vector>

namespace perisphere::runtime
{

class SerialControl final : public control::SerialTarget
{
public:
    /// Both outlive it. The first lines of `streams` are those of addCoreStreams().
    SerialControl(BoardMachine& board, SerialStreams& streams);
    ~SerialControl() override;
    SerialControl(const SerialControl&) = delete;
    SerialControl& operator=(const SerialControl&) = delete;

    [[nodiscard]] std::vector<control::SerialPort> ports() override { return m_streams.ports(); }
    [[nodiscard]] Result<control::SerialPort> port(std::string_view name) override;
    [[nodiscard]] Result<control::SerialPage> read(std::string_view name, std::uint64_t since,
                                                   std::size_t limit) override;
    Result<std::size_t> send(std::string_view name, std::span<const std::byte> bytes) override;
    [[nodiscard]] std::uint64_t revision(std::string_view name) override;

private:
    class Keyboard;
    [[nodiscard]] Result<std::size_t> find(std::string_view name) const;

    BoardMachine& m_board;
    SerialStreams& m_streams;
    std::vector<std::string> m_names;                                        ///< by line
    std::vector<parts::SerialTerminal*> m_terminals;                         ///< after the cores
    std::array<std::unique_ptr<Keyboard>, realtime::kCoreCount> m_keyboards; ///< machine thread
};

/// The cores' lines, at the index of the core.
void addCoreStreams(SerialStreams& streams);

} // namespace perisphere::runtime
