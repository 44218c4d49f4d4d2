#include "perisphere/linux/kernel_layers.hpp"

namespace perisphere::target
{

#define LAYER(function) KernelLayer function();
#include "layers.inc"
#undef LAYER

std::vector<KernelLayer> probeKernelLayers()
{
    return {
#define LAYER(function) function(),
#include "layers.inc"
#undef LAYER
    };
}

std::vector<std::string> missingLayers(const std::vector<KernelLayer>& layers)
{
    std::vector<std::string> missing;
    for (const KernelLayer& layer : layers)
        if (!layer.isOffered && layer.need == LayerNeed::Always)
            missing.push_back(layer.name);
    return missing;
}

} // namespace perisphere::target
