#include "signals/decoders/decoders.hpp"

#include "signals/decoders/table.hpp"

namespace perisphere::studio
{

const std::vector<Decoder>& allDecoders()
{
#define DECODER(function) function(),
    static const std::vector<Decoder> decoders{
#include "signals/decoders/decoders.inc"
    };
#undef DECODER
    return decoders;
}

} // namespace perisphere::studio
