// What a property is compared with: "D1.redLit == true".
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/control/parts_target.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::scenario
{

enum class Comparison : std::uint8_t {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual
};

/// A value as it is written; what it means depends on the property's type.
struct Literal {
    std::string text;
    bool isQuoted = false; ///< a text, also when it reads like a number
};

struct Comparand {
    Comparison comparison = Comparison::Equal;
    Literal value;
};

/// Holds when all comparisons do.
struct Condition {
    control::PropertyPath path;
    std::vector<Comparand> comparands; ///< one, or two for a range

    [[nodiscard]] std::string toString() const;
};

/// PART.PROPERTY OPERATOR VALUE with ==, !=, <, <=, > or >=; the value may be in single or double
/// quotes. InvalidArgument.
[[nodiscard]] Result<Condition> parseCondition(std::string_view text);

/// What a property of this description takes for the value. InvalidArgument.
[[nodiscard]] Result<engine::PropertyValue> valueOf(const Literal& literal,
                                                    const engine::PropertyDescription& description);

using PropertyPredicate = std::function<bool(const engine::PropertyValue&)>;

/// The condition for values of this property. InvalidArgument when it cannot be compared so.
[[nodiscard]] Result<PropertyPredicate> bind(const Condition& condition,
                                             const engine::PropertyDescription& description);

/// As conditions and reports write it.
[[nodiscard]] std::string shownValue(const engine::PropertyValue& value);

} // namespace perisphere::scenario
