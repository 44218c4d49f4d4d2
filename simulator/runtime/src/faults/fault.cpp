#include "faults/fault.hpp"

namespace perisphere::runtime
{

#define PERISPHERE_FAULT(kind) FaultKind kind();
#include "faults/fault_table.inc"
#undef PERISPHERE_FAULT

const std::vector<FaultKind>& faultKinds()
{
#define PERISPHERE_FAULT(kind) kind(),
    static const std::vector<FaultKind> kKinds = {
#include "faults/fault_table.inc"
    };
#undef PERISPHERE_FAULT
    return kKinds;
}

control::FaultParameter textParameter(std::string name, std::string description,
                                      std::optional<std::string> initial)
{
    control::FaultParameter parameter{.description = {.name = std::move(name),
                                                      .description = std::move(description),
                                                      .type = engine::PropertyType::Text,
                                                      .access = engine::Access::Settable,
                                                      .maxBytes = 200},
                                      .initial = {}};
    if (initial)
        parameter.initial = std::move(*initial);
    return parameter;
}

control::FaultParameter choiceParameter(std::string name, std::string description,
                                        std::vector<std::string> choices,
                                        std::optional<std::string> initial)
{
    auto parameter = textParameter(std::move(name), std::move(description), std::move(initial));
    parameter.description.type = engine::PropertyType::Choice;
    parameter.description.choices = std::move(choices);
    return parameter;
}

control::FaultParameter integerParameter(std::string name, std::string description, double least,
                                         double most, std::optional<std::int64_t> initial)
{
    control::FaultParameter parameter{.description = {.name = std::move(name),
                                                      .description = std::move(description),
                                                      .type = engine::PropertyType::Integer,
                                                      .access = engine::Access::Settable,
                                                      .range = {least, most, {}}},
                                      .initial = {}};
    if (initial)
        parameter.initial = *initial;
    return parameter;
}

control::FaultParameter numberParameter(std::string name, std::string description, double least,
                                        double most, std::string unit,
                                        std::optional<double> initial)
{
    control::FaultParameter parameter{.description = {.name = std::move(name),
                                                      .description = std::move(description),
                                                      .type = engine::PropertyType::Number,
                                                      .access = engine::Access::Settable,
                                                      .unit = std::move(unit),
                                                      .range = {least, most, {}}},
                                      .initial = {}};
    if (initial)
        parameter.initial = *initial;
    return parameter;
}

control::FaultParameter countParameter()
{
    return integerParameter("count", "how often; 0: until the fault is cleared", 0, 1e9, 0);
}

ShortCircuit::ShortCircuit(FaultBoard& board, engine::Pin& pin, engine::Voltage voltage)
    : m_pin(board.board.netlist(), board.name + ".short")
    , m_wire(board.board.netlist(), m_pin, pin)
{
    m_pin.setDrive(engine::Drive::shorted(voltage));
}

} // namespace perisphere::runtime
