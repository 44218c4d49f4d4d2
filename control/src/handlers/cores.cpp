// What is on the cores: state, registers, memory, exceptions, peripherals; hold and step.

#include "core_call.hpp"
#include "handlers.hpp"
#include "perisphere/control/base64.hpp"

#include <utility>

namespace perisphere::control
{
namespace
{

constexpr std::size_t kMemoryBytes = 256;

Value coreToJson(const CoreStatus& status)
{
    Value result = {{"core", status.core}, {"state", status.state}};
    if (status.state == "off")
        return result;
    result["app"] = status.app;
    result["pc"] = status.pc;
    result["cycles"] = status.cycles;
    result["hertz"] = status.hertz;
    if (!status.fault.empty())
        result["fault"] = status.fault;
    if (status.debugPort)
        result["debugPort"] = *status.debugPort;
    result["history"] = status.hasHistory;
    result["past"] = status.isInPast;
    return result;
}

Result<Value> coreOrError(const Result<CoreStatus>& status)
{
    if (!status)
        return fail(status.error());
    return coreToJson(*status);
}

Value peripheralToJson(const Peripheral& one, bool withRegisters)
{
    Value result = {{"name", one.name}, {"base", one.base}, {"bytes", one.bytes}};
    if (!withRegisters)
        return result;
    Value registers = Value::array();
    for (const PeripheralRegister& each : one.registers) {
        Value fields = Value::array();
        for (const PeripheralField& field : each.fields)
            fields.push_back({{"name", field.name},
                              {"lowest", field.lowest},
                              {"width", field.width},
                              {"value", field.value}});
        registers.push_back({{"name", each.name},
                             {"address", each.address},
                             {"value", each.value},
                             {"modelled", each.isModelled},
                             {"fields", std::move(fields)}});
    }
    result["registers"] = std::move(registers);
    return result;
}

} // namespace

Result<Value> coreList(const Call& call)
{
    const auto cores = call.target().cores().cores();
    if (!cores)
        return fail(cores.error());
    Value list = Value::array();
    for (const CoreStatus& status : *cores)
        list.push_back(coreToJson(status));
    return Value{{"cores", std::move(list)}};
}

Result<Value> coreRegisters(const Call& call)
{
    const auto registers = call.target().cores().registers(coreOf(call));
    if (!registers)
        return fail(registers.error());
    Value list = Value::array();
    for (const CoreRegister& one : *registers)
        list.push_back({{"name", one.name}, {"group", one.group}, {"value", one.value}});
    return Value{{"registers", std::move(list)}};
}

Result<Value> coreMemory(const Call& call)
{
    const auto memory =
        call.target().cores().memory(coreOf(call), call.params.at("address").get<std::uint32_t>(),
                                     call.numberOr("bytes", kMemoryBytes));
    if (!memory)
        return fail(memory.error());
    return Value{{"address", memory->address}, {"data", toBase64(memory->bytes)}};
}

Result<Value> coreInterrupts(const Call& call)
{
    const auto exceptions = call.target().cores().exceptions(coreOf(call));
    if (!exceptions)
        return fail(exceptions.error());
    Value list = Value::array();
    for (const CoreException& one : *exceptions)
        list.push_back({{"number", one.number},
                        {"name", one.name},
                        {"priority", one.priority},
                        {"enabled", one.isEnabled},
                        {"pending", one.isPending},
                        {"active", one.isActive},
                        {"line", one.isHigh}});
    return Value{{"exceptions", std::move(list)}};
}

Result<Value> corePeripherals(const Call& call)
{
    const std::string name = call.params.value("peripheral", std::string());
    const auto peripherals = call.target().cores().peripherals(coreOf(call), name);
    if (!peripherals)
        return fail(peripherals.error());
    Value list = Value::array();
    for (const Peripheral& one : *peripherals)
        list.push_back(peripheralToJson(one, !name.empty()));
    return Value{{"peripherals", std::move(list)}};
}

Result<Value> coreHold(const Call& call)
{
    return coreOrError(call.target().cores().hold(coreOf(call)));
}

Result<Value> coreRelease(const Call& call)
{
    return coreOrError(call.target().cores().release(coreOf(call)));
}

void coreStep(const Call& call, Completion<Value> done)
{
    call.target().cores().step(
        coreOf(call), call.numberOr("instructions", 1U),
        [done = std::move(done)](const Result<CoreStatus>& status) { done(coreOrError(status)); });
}

Result<Value> coreStepBack(const Call& call)
{
    return coreOrError(call.target().cores().stepBack(coreOf(call)));
}

Result<Value> coreHistoryStart(const Call& call)
{
    return coreOrError(call.target().cores().keepHistory(coreOf(call), true));
}

Result<Value> coreHistoryStop(const Call& call)
{
    return coreOrError(call.target().cores().keepHistory(coreOf(call), false));
}

} // namespace perisphere::control
