// App manifests as files, checked as far as the board that they are for is known.
#pragma once

#include "command/services.hpp"
#include "perisphere/base/diagnostic.hpp"
#include "perisphere/base/result.hpp"
#include "perisphere/manifest/manifest.hpp"
#include "support/hardware_options.hpp"

#include <filesystem>

namespace perisphere::tools
{

/// Parses, checks, and replaces each "$NAME" by the board's value. Findings of the definition come
/// first, without warnings about names that the manifest does not use. An error means that the file
/// could not be read.
[[nodiscard]] Result<Checked<manifest::Manifest>> loadManifest(const std::filesystem::path& file,
                                                               const HardwareOptions& hardware,
                                                               Services& services);

/// The same, but without a board "$NAME" entries are left as they are, and a note says that they
/// were not checked: a check of a source has to work without knowing the board.
[[nodiscard]] Result<Checked<manifest::Manifest>> checkManifest(const std::filesystem::path& file,
                                                                const HardwareOptions& hardware,
                                                                Services& services);

} // namespace perisphere::tools
