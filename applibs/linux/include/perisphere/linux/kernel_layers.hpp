// What the running kernel offers to keep an app in its sandbox.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace perisphere::target
{

/// What comes of a layer that a kernel lacks.
enum class LayerNeed : std::uint8_t {
    Always, ///< no app is started, unless the device's configuration says so in so many words
    Better, ///< apps are started; what the layer adds is not there
};

struct KernelLayer {
    std::string name;    ///< "landlock": as the device's configuration has it
    std::string against; ///< what it stops, in words
    LayerNeed need = LayerNeed::Always;
    bool isOffered = false;
    std::string found;   ///< what the kernel has of it, in words; empty: nothing
    std::string missing; ///< what it lacks and how it gets that; empty: nothing
};

/// Asks the kernel for each layer, in the order in which a sandbox puts them up. What has to be
/// tried is tried in child processes, and changes nothing. Source: src/layers, a layer a file.
[[nodiscard]] std::vector<KernelLayer> probeKernelLayers();

/// Of those that apps always need, what the kernel does not offer.
[[nodiscard]] std::vector<std::string> missingLayers(const std::vector<KernelLayer>& layers);

} // namespace perisphere::target
