// What "perisphere run" and "perisphere build" are given, made into an image package that the
// device can install.
#pragma once

#include "command/services.hpp"
#include "perisphere/base/result.hpp"
#include "support/build_target.hpp"

#include <filesystem>
#include <string>

namespace perisphere::tools
{

/// A package that is ready to be installed, and what it was made from.
struct BuiltApp {
    std::filesystem::path package;
    std::string name; ///< of the project or package, for the device's name
    /// With its symbols, of a project that was built; empty: not known.
    std::filesystem::path program;
};

/// `source` is a CMake project, a folder with app_manifest.json and the program, or an image
/// package. A project is built below out/: in perisphere-a7 or perisphere-a7-glibc for the
/// device's application core, in perisphere for a real-time core or this machine. Notes and the
/// build's output go to the standard error stream; errors that were printed there come back as
/// Invalid.
[[nodiscard]] Result<BuiltApp> buildApp(const std::filesystem::path& source, Services& services,
                                        const BuildTarget& target = {});

/// A CMake project built by one of its configure presets, in out/PRESET below it as existing
/// projects have it. NotFound when that makes no image package; InvalidArgument with a target,
/// which is the preset's to say.
[[nodiscard]] Result<BuiltApp> buildByPreset(const std::filesystem::path& project,
                                             const std::string& preset, const BuildTarget& target,
                                             Services& services);

} // namespace perisphere::tools
