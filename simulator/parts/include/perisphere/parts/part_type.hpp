// The kinds of parts there are.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/parts/drawing.hpp"
#include "perisphere/parts/part.hpp"

#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace perisphere::parts
{

/// One kind of part. A constant in the part's source file.
struct PartType {
    std::string_view name;        ///< kebab-case, as a board file says: "rgb-led"
    std::string_view title;       ///< for a palette: "RGB LED"
    std::string_view description; ///< one line, no full stop
    /// The "properties" of a JSON Schema object: each configuration value with "type"
    /// ("boolean", "number", "integer" or "string"), "description" and "default".
    std::string_view configuration;
    Drawing drawing;
    std::unique_ptr<Part> (*make)(PartSetup& setup);
};

/// All kinds, in alphabetical order.
[[nodiscard]] std::span<const PartType* const> partTypes();

/// NotFound, with the nearest name.
[[nodiscard]] Result<const PartType*> findPartType(std::string_view name);

/// Makes a part. Its name is unique on the board and its configuration came from
/// checkConfiguration() with the same type. Io and Invalid from its storage.
[[nodiscard]] Result<std::unique_ptr<Part>> makePart(const PartContext& context,
                                                     const PartType& type, std::string name,
                                                     const Configuration& configuration);

} // namespace perisphere::parts
