#include "perisphere/manifest/manifest.hpp"

#include "capability_table.hpp"

#include <cstddef>

namespace perisphere::manifest
{

std::string_view name(ApplicationType type)
{
    switch (type) {
    case ApplicationType::Default:
        return "Default";
    case ApplicationType::RealTimeCapable:
        return "RealTimeCapable";
    case ApplicationType::Debugger:
        return "Debugger";
    }
    return "Default";
}

bool Manifest::has(Capability which) const
{
    const CapabilityValue* value = find(which);
    return value != nullptr && (rowOf(which).kind != Kind::Flag || value->enabled);
}

const CapabilityValue* Manifest::find(Capability which) const
{
    const auto found = capabilities.find(which);
    return found == capabilities.end() ? nullptr : &found->second;
}

} // namespace perisphere::manifest
