// A jumper from a serial transmitter to a receiver.

#include "perisphere/parts/part_type.hpp"

namespace perisphere::parts::uart_loopback
{
namespace
{

class UartLoopback final : public Part
{
public:
    explicit UartLoopback(const PartSetup& setup)
        : Part(setup)
        , m_wire(setup.context.netlist, pin("A"), pin("B"))
        , m_watch(m_connected.onChange(
              [this](const engine::PropertyChange&) { m_wire.setConnected(m_connected.value()); }))
    {
    }

private:
    engine::BoolProperty m_connected{properties(), engine::Access::Settable, "connected",
                                     "whether the jumper is plugged in", true};
    engine::Wire m_wire;
    engine::Subscription m_watch;
};

constexpr PinHint kPins[] = {
    {"A", "to the transmitter", 0, 1.27},
    {"B", "to the receiver", 5.08, 1.27},
};

} // namespace

extern const PartType kType;
constinit const PartType kType = {.name = "uart-loopback",
                                  .title = "UART loopback",
                                  .description =
                                      "A jumper that brings what is sent back to the receiver",
                                  .configuration = "{}",
                                  .drawing = {Shape::Jumper, 5.08, 2.54, "#d04030", kPins},
                                  .make = [](PartSetup& setup) -> std::unique_ptr<Part> {
                                      return std::make_unique<UartLoopback>(setup);
                                  }};

} // namespace perisphere::parts::uart_loopback
