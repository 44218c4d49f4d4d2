// The looks there are.
#pragma once

#include "board/part_look.hpp"

namespace perisphere::studio
{

[[nodiscard]] std::unique_ptr<PartLook> makeLedLook();
[[nodiscard]] std::unique_ptr<PartLook> makeRgbLedLook();
[[nodiscard]] std::unique_ptr<PartLook> makeButtonLook();
[[nodiscard]] std::unique_ptr<PartLook> makeSwitchLook();
[[nodiscard]] std::unique_ptr<PartLook> makeKnobLook();
[[nodiscard]] std::unique_ptr<PartLook> makeImageLook();
[[nodiscard]] std::unique_ptr<PartLook> makeCharacterLook();
[[nodiscard]] std::unique_ptr<PartLook> makeRelayLook();
[[nodiscard]] std::unique_ptr<PartLook> makeServoLook();
[[nodiscard]] std::unique_ptr<PartLook> makeBuzzerLook();
[[nodiscard]] std::unique_ptr<PartLook> makeGenericLook();

} // namespace perisphere::studio
