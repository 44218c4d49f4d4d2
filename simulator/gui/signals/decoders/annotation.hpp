// What is said on a line or a bus, as decoders give it.
#pragma once

#include <QString>

#include <cstdint>
#include <optional>
#include <vector>

namespace perisphere::studio
{

/// Something that was said, from `begin` to `end`, nanoseconds.
struct Annotation {
    std::int64_t begin = 0;
    std::int64_t end = 0;
    QString text;
    bool isError = false;
    std::optional<std::uint8_t> byte = {}; ///< of the data; neither of addresses nor of errors
};

using Annotations = std::vector<Annotation>;

} // namespace perisphere::studio
