// The rules of parse() that the schema cannot say, one concern a file.
#pragma once

#include "perisphere/json/document.hpp"
#include "perisphere/manifest/manifest.hpp"

namespace perisphere::manifest
{

/// Keys that the format does not know, or knows elsewhere. They are ignored, so never an error.
void checkKeys(const json::Document& document, Diagnostics& out);

/// Name, ComponentId, EntryPoint, CmdArgs, DeviceAuthentication; members that the application type
/// has no use for.
void checkValues(const json::Document& document, const Manifest& manifest, Diagnostics& out);

/// Hosts, partners, and entries that a list has already.
void checkLists(const Manifest& manifest, Diagnostics& out);

/// Entries that a list has already; resolve() asks again, when two names may have become one.
void checkDuplicates(const CapabilityValue& value, Capability which, Diagnostics& out);

} // namespace perisphere::manifest
