#pragma once

#include "perisphere/control/snapshots_target.hpp"

namespace perisphere::test
{

namespace c = control;

/// There is one, "before".
class FakeSnapshots final : public control::SnapshotsTarget
{
public:
    Result<std::vector<c::SnapshotInfo>> list() override { return std::vector{named("before")}; }
    Result<c::SnapshotInfo> take(const std::optional<std::string>& name) override
    {
        return named(name.value_or("snapshot 2"));
    }
    Result<> restore(const std::string& name) override { return check(name); }
    Result<> remove(const std::string& name) override { return check(name); }

private:
    static c::SnapshotInfo named(const std::string& name)
    {
        return {.name = name, .time = engine::VirtualTime{}, .apps = {"blink"}};
    }
    static Result<> check(const std::string& name)
    {
        if (name != "before")
            return fail(ErrorCode::NotFound, "there is no such snapshot");
        return {};
    }
};

} // namespace perisphere::test
