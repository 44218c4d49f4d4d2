#include "faults/uart_disturbed.hpp"

namespace perisphere::runtime
{
namespace
{

class UartDisturbed final : public Fault, public bus::UartDisturbance
{
public:
    UartDisturbed(FaultBoard& board, const engine::Pin& pin, const FaultValues& values,
                  bus::UartFate fate)
        : UartDisturbance(board.board.buses().disturbances())
        , m_netlist(board.board.netlist())
        , m_pin(pin)
        , m_probability(values.number("probability"))
        , m_count(values.integer("count"))
        , m_fate(fate)
        , m_random(board.random)
    {
    }
    bus::UartFate fate(const engine::Pin& transmitPin) override
    {
        const bool isHit = bus::areOnOneNet(m_netlist, transmitPin, m_pin) &&
                           m_random.chance(m_probability) && m_count.take();
        return isHit ? m_fate : bus::UartFate::Arrives;
    }

private:
    const engine::Netlist& m_netlist;
    const engine::Pin& m_pin;
    double m_probability;
    FaultCount m_count;
    bus::UartFate m_fate;
    engine::Random m_random;
};

} // namespace

std::vector<control::FaultParameter> uartParameters()
{
    return {textParameter("pin", "any on the line, such as MT3620.GPIO28"),
            numberParameter("probability", "of each character", 0, 1, {}, 1.0), countParameter()};
}

MadeFault disturbUart(FaultBoard& board, const FaultValues& values, bus::UartFate fate)
{
    const auto pin = board.board.netlist().findPin(values.text("pin"));
    if (!pin)
        return fail(pin.error());
    return std::make_unique<UartDisturbed>(board, **pin, values, fate);
}

} // namespace perisphere::runtime
