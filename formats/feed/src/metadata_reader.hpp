// What the four kinds of metadata have in common when they are read.
#pragma once

#include "perisphere/feed/metadata.hpp"
#include "perisphere/json/document.hpp"

#include <optional>
#include <string_view>

namespace perisphere::feed
{

/// A text that keeps the role's schema and is canonical, else the findings. Places are those in the
/// file.
[[nodiscard]] std::optional<json::Document>
readText(const Envelope& envelope, std::string_view fileName, Role role, Diagnostics& diagnostics);

/// An error about the value at the pointer.
[[nodiscard]] Diagnostic finding(const json::Document& document, const Envelope& envelope,
                                 std::string_view pointer, std::string rule, std::string message);

/// "version", "issued" and "expires".
[[nodiscard]] Header readHeader(const json::Document& document, const Envelope& envelope,
                                Diagnostics& diagnostics);

/// Of a member of "meta".
[[nodiscard]] FileVersion readFileVersion(const json::Value& value);

} // namespace perisphere::feed
