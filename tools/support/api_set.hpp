// A target API set as it is given: "12", "5+Beta2004".
#pragma once

#include "command/parameter.hpp"
#include "perisphere/base/result.hpp"

#include <cstdint>
#include <string>

namespace perisphere::tools
{

struct ApiSet {
    std::uint32_t version = 0; ///< the application runtime version
    std::string beta;          ///< "Beta2004", or empty
    bool operator==(const ApiSet&) const = default;
};

template <>
[[nodiscard]] Result<ApiSet> convertWord<ApiSet>(const std::string& word);

} // namespace perisphere::tools
