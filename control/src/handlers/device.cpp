#include "handlers.hpp"

namespace perisphere::control
{
namespace
{

std::string_view name(DeviceState state)
{
    switch (state) {
    case DeviceState::Starting:
        return "starting";
    case DeviceState::Running:
        return "running";
    case DeviceState::Stopping:
        return "stopping";
    case DeviceState::Failed:
        break;
    }
    return "failed";
}

} // namespace

Result<Value> deviceInfo(const Call& call)
{
    const DeviceInfo info = call.target().device().info();
    return Value{{"name", info.name},       {"board", info.board},       {"folder", info.folder},
                 {"version", info.version}, {"state", name(info.state)}, {"pid", info.pid}};
}

Result<Value> deviceUnmodelled(const Call& call)
{
    const UnmodelledReport report = call.target().device().unmodelled();
    Value accesses = Value::array();
    for (const engine::UnmodelledAccess& one : report.accesses)
        accesses.push_back({{"where", one.where},
                            {"what", one.what},
                            {"from", one.from},
                            {"firstAt", engine::toNanoseconds(one.firstAt)},
                            {"count", one.count}});
    return Value{{"accesses", std::move(accesses)}, {"dropped", report.dropped}};
}

Result<Value> deviceShutdown(const Call& call)
{
    return nothing(call.target().device().shutdown());
}

void deviceReset(const Call& call, Completion<Value> done)
{
    call.target().device().reset(
        [done = std::move(done)](const Result<>& result) { done(nothing(result)); });
}

} // namespace perisphere::control
