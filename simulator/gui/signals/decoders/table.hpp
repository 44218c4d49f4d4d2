// Each decoder's own file has one of these.
#pragma once

#include "signals/decoders/decoder.hpp"

namespace perisphere::studio
{

#define DECODER(function) [[nodiscard]] Decoder function();
#include "signals/decoders/decoders.inc"
#undef DECODER

} // namespace perisphere::studio
