#include "handlers.hpp"
#include "perisphere/control/property_json.hpp"

#include <utility>

namespace perisphere::control
{
namespace
{

Value toJson(const FaultType& type)
{
    Value parameters = Value::array();
    for (const FaultParameter& one : type.parameters) {
        Value parameter = control::toJson(one.description);
        parameter.erase("settable");
        if (one.initial)
            parameter["default"] = control::toJson(*one.initial);
        parameters.push_back(std::move(parameter));
    }
    return {{"name", type.name},
            {"description", type.description},
            {"lasts", type.lasts},
            {"parameters", std::move(parameters)}};
}

Value toJson(const ActiveFault& fault)
{
    Value parameters = Value::object();
    for (const auto& [name, value] : fault.parameters)
        parameters[name] = control::toJson(value);
    return {{"fault", fault.id},
            {"type", fault.type},
            {"parameters", std::move(parameters)},
            {"since", engine::toNanoseconds(fault.since)}};
}

Result<FaultParameters> parametersFrom(const FaultType& type, const Value& given)
{
    FaultParameters parameters;
    for (const auto& [name, value] : given.items()) {
        const auto found = findParameter(type, name);
        if (!found)
            return fail(found.error());
        auto parameter = fromJson((*found)->description, value);
        if (!parameter)
            return fail(parameter.error());
        parameters.emplace(name, std::move(*parameter));
    }
    return parameters;
}

} // namespace

Result<Value> faultList(const Call& call)
{
    Value types = Value::array();
    for (const FaultType& type : call.target().faults().types())
        types.push_back(toJson(type));
    Value active = Value::array();
    for (const ActiveFault& fault : call.target().faults().active())
        active.push_back(toJson(fault));
    return Value{{"types", std::move(types)}, {"active", std::move(active)}};
}

Result<Value> faultInject(const Call& call)
{
    FaultsTarget& faults = call.target().faults();
    const auto type = faults.type(call.text("type"));
    if (!type)
        return fail(type.error());
    const auto given = call.params.find("parameters");
    const auto parameters =
        parametersFrom(*type, given == call.params.end() ? Value::object() : *given);
    if (!parameters)
        return fail(parameters.error());
    const auto id = faults.inject(type->name, *parameters);
    if (!id)
        return fail(id.error());
    return Value{{"fault", *id}};
}

Result<Value> faultClear(const Call& call)
{
    return nothing(call.target().faults().clear(call.params.at("fault").get<std::uint64_t>()));
}

} // namespace perisphere::control
