// Following a mapping chain.
#pragma once

#include "definition_data.hpp"

#include <vector>

namespace perisphere::hardware
{

/// The places of a chain from its start to the peripheral that maps to nothing, or to the last one
/// before the chain breaks or comes back to itself.
struct Chain {
    enum class End { Value, Unknown, Cycle };

    std::vector<Place> places;
    End end = End::Value;
};

/// A name is looked up in the files that the mapping's own file imports, directly and then
/// indirectly, and then in the whole definition, so that an app-level name may repeat a board-level
/// one.
[[nodiscard]] Chain follow(const DefinitionData& data, Place start);

/// Where the mapping of the peripheral at `from` leads; nothing for an unknown name. `isDirect`
/// tells whether the name is in a file that the mapping's own file imports itself.
struct Step {
    std::optional<Place> to;
    bool isDirect = false;
};
[[nodiscard]] Step step(const DefinitionData& data, Place from);

} // namespace perisphere::hardware
