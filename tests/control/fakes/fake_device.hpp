#pragma once

#include "perisphere/control/device_target.hpp"

namespace perisphere::test
{

namespace c = control;

class FakeDevice final : public control::DeviceTarget
{
public:
    c::DeviceInfo info() override
    {
        return {"bench", "mt3620-rdb", "/devices/bench", "1.0", c::DeviceState::Running, 42};
    }
    c::UnmodelledReport unmodelled() override
    {
        return {.accesses = {{.where = "FLASH",
                              .what = "instruction 3Bh",
                              .firstAt = engine::atNanoseconds(1500),
                              .count = 2}},
                .dropped = 0};
    }
    Result<> shutdown() override
    {
        isShutDown = true;
        return {};
    }
    void reset(c::Completion<> done) override { done({}); }
    bool isShutDown = false;
};

} // namespace perisphere::test
