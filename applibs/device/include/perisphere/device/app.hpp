// An installed app, as the parts of a device see it.
#pragma once

#include "perisphere/manifest/manifest.hpp"

#include <filesystem>
#include <string>

namespace perisphere::device
{

struct App {
    std::string componentId; ///< lower case
    std::string imageId;     ///< lower case
    std::string name;
    manifest::Manifest manifest;     ///< as in the package, names resolved
    std::filesystem::path imageRoot; ///< the unpacked image on the device's file system
    std::string packageRoot;         ///< the same as the app sees it: an absolute path
    /// Where it sees the folder with the device's certificates; empty: where the device has it.
    std::string certificates;
};

} // namespace perisphere::device
