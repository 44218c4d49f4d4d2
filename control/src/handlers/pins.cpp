#include "handlers.hpp"

namespace perisphere::control
{
namespace
{

Value toJson(const NetState& net)
{
    Value drivers = Value::array();
    for (const PinDrive& driver : net.drivers)
        drivers.push_back({{"pin", driver.pin},
                           {"strength", name(driver.drive.strength)},
                           {"volts", volts(driver.drive.voltage)},
                           {"ohms", driver.drive.ohms}});
    return {{"pins", net.pins},
            {"level", name(net.level)},
            {"volts", volts(net.voltage)},
            {"conflict", net.conflict},
            {"drivers", std::move(drivers)}};
}

} // namespace

Result<Value> pinList(const Call& call)
{
    return Value{{"pins", call.target().pins().pins()}};
}

Result<Value> pinGet(const Call& call)
{
    auto net = call.target().pins().netOf(call.text("pin"));
    if (!net)
        return fail(net.error());
    return toJson(*net);
}

Result<Value> pinOwners(const Call& call)
{
    Value owners = Value::array();
    for (const PinOwner& owner : call.target().pins().owners())
        owners.push_back({{"pin", owner.pin}, {"app", owner.app}, {"function", owner.function}});
    return Value{{"owners", std::move(owners)}};
}

Result<Value> netList(const Call& call)
{
    Value nets = Value::array();
    for (const NetState& net : call.target().pins().nets())
        nets.push_back(toJson(net));
    return Value{{"nets", std::move(nets)}};
}

} // namespace perisphere::control
