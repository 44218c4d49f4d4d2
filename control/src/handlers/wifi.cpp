#include "handlers.hpp"
#include "perisphere/control/network_target.hpp"

namespace perisphere::control
{

Result<Value> wifiAddAccessPoint(const Call& call)
{
    const auto settings = call.params.find("settings");
    return nothing(call.target().network().addAccessPoint(
        call.text("name"), settings == call.params.end() ? Value::object() : *settings));
}

Result<Value> wifiRemoveAccessPoint(const Call& call)
{
    return nothing(call.target().network().removeAccessPoint(call.text("name")));
}

} // namespace perisphere::control
