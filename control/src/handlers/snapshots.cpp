#include "handlers.hpp"

#include <utility>

namespace perisphere::control
{
namespace
{

Value toJson(const SnapshotInfo& snapshot)
{
    return {{"name", snapshot.name},
            {"time", engine::toNanoseconds(snapshot.time)},
            {"apps", snapshot.apps}};
}

} // namespace

Result<Value> snapshotList(const Call& call)
{
    const auto snapshots = call.target().snapshots().list();
    if (!snapshots)
        return fail(snapshots.error());
    Value list = Value::array();
    for (const SnapshotInfo& one : *snapshots)
        list.push_back(toJson(one));
    return Value{{"snapshots", std::move(list)}};
}

Result<Value> snapshotTake(const Call& call)
{
    const auto name = call.params.find("name");
    const auto taken = call.target().snapshots().take(
        name == call.params.end() ? std::nullopt : std::optional(name->get<std::string>()));
    if (!taken)
        return fail(taken.error());
    return toJson(*taken);
}

Result<Value> snapshotRestore(const Call& call)
{
    return nothing(call.target().snapshots().restore(call.text("name")));
}

Result<Value> snapshotRemove(const Call& call)
{
    return nothing(call.target().snapshots().remove(call.text("name")));
}

} // namespace perisphere::control
