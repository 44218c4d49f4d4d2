#include "signals/decoders/decoders.hpp"

#include "signals/decoders/table.hpp"

namespace perisphere::studio
{

const std::vector<Decoder>& allDecoders()
{
    static const std::vector<Decoder> decoders{uartDecoder(), i2cDecoder(), spiDecoder(),
                                               pwmDecoder()};
    return decoders;
}

} // namespace perisphere::studio
