#include "known_differences.hpp"

namespace perisphere::differential
{

std::span<const KnownDifference> knownDifferences()
{
    return {};
}

} // namespace perisphere::differential
