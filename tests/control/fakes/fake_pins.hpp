#pragma once

#include "perisphere/control/pins_target.hpp"

#include <string>
#include <vector>

namespace perisphere::test
{

namespace c = control;

class FakePins final : public control::PinsTarget
{
public:
    std::vector<std::string> pins() override { return {"gpio8", "led1.anode"}; }
    Result<c::NetState> netOf(std::string_view pin) override
    {
        if (pin == "gpio8")
            return nets().front();
        return fail(ErrorCode::NotFound, "there is no pin \"" + std::string(pin) + "\"");
    }
    std::vector<c::NetState> nets() override
    {
        const engine::Drive drive = engine::Drive::strong(engine::kSupply3V3);
        return {{{"gpio8", "led1.anode"},
                 engine::Level::High,
                 engine::kSupply3V3,
                 false,
                 {{"gpio8", drive}}}};
    }
    std::vector<c::PinOwner> owners() override
    {
        return {{"gpio8", "25025d2c-66da-4448-bae1-ac26fcdd3627", "GPIO output"}};
    }
};

} // namespace perisphere::test
