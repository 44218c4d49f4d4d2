// Each decoder's own file has one of these.
#pragma once

#include "signals/decoders/decoder.hpp"

namespace perisphere::studio
{

[[nodiscard]] Decoder uartDecoder();
[[nodiscard]] Decoder i2cDecoder();
[[nodiscard]] Decoder spiDecoder();
[[nodiscard]] Decoder pwmDecoder();

} // namespace perisphere::studio
