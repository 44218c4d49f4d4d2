// Whether an image package may become an app: structure, signature, manifest, entry point.
#pragma once

#include "perisphere/base/directory_tree.hpp"
#include "perisphere/device/app.hpp"
#include "perisphere/device/device_error.hpp"
#include "perisphere/image/signing.hpp"

#include <cstddef>
#include <span>
#include <string_view>

namespace perisphere::device
{

struct InstallPolicy {
    /// Whose signatures are accepted. nullptr: anybody's, and the signature is not looked at.
    const image::TrustStore* trust = nullptr;
};

struct CheckedPackage {
    App app; ///< without its folders: it has none yet
    DirectoryTree tree;
};

/// Trusts nothing in `package`. First-party things (a manifest with "Policy", images that are no
/// application) are refused; so is what the manifest's format does not allow. `inputName` is for
/// errors.
[[nodiscard]] DeviceResult<CheckedPackage> checkPackage(std::span<const std::byte> package,
                                                        std::string_view inputName,
                                                        const InstallPolicy& policy);

} // namespace perisphere::device
