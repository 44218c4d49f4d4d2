// A YAML text as a tree with the place of every value.
//
// Scenario files use the part of YAML that people read without a manual: maps, lists, scalars,
// documents. Anchors, aliases and tags are refused: a few lines with aliases stand for more values
// than memory holds.
#pragma once

#include "perisphere/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::scenario
{

struct YamlNode {
    enum class Kind : std::uint8_t { Null, Scalar, List, Map };

    Kind kind = Kind::Null;
    std::string text;             ///< of a scalar
    bool isQuoted = false;        ///< a scalar in quotes or a block: a text, whatever it says
    std::uint32_t line = 0;       ///< 1-based
    std::uint32_t column = 0;     ///< 1-based
    std::vector<YamlNode> keys;   ///< of a map, scalars
    std::vector<YamlNode> values; ///< of a list; of a map, one a key

    [[nodiscard]] bool is(Kind other) const { return kind == other; }
};

inline constexpr std::size_t kMaxYamlBytes = 256 * 1024;
inline constexpr std::size_t kMaxYamlDepth = 16;
inline constexpr std::size_t kMaxYamlNodes = 50'000;
inline constexpr std::size_t kMaxYamlKeys = 1'000; ///< of a map: each is compared with those before

/// The documents of the text. Syntax, LimitExceeded; with line and column.
[[nodiscard]] Result<std::vector<YamlNode>> parseYaml(std::string_view text,
                                                      const std::string& file);

} // namespace perisphere::scenario
