// From a JSON text to a Manifest.
#pragma once

#include "perisphere/json/document.hpp"
#include "perisphere/manifest/manifest.hpp"

namespace perisphere::manifest
{

/// Reads what is there. Values of a wrong type, which the schema has reported, are left out.
[[nodiscard]] Manifest readManifest(const json::Document& document);

} // namespace perisphere::manifest
