// Image packages: body, metadata footer, signature.
#pragma once

#include "perisphere/base/directory_tree.hpp"
#include "perisphere/base/result.hpp"
#include "perisphere/image/file_system.hpp"
#include "perisphere/image/guid.hpp"
#include "perisphere/image/metadata.hpp"
#include "perisphere/image/signing.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::image
{

struct PackOptions {
    ImageType imageType = ImageType::Application;
    Guid componentId;
    std::optional<Guid>
        imageId;      ///< none: derived from all other inputs, so that equal inputs are one image
    std::string name; ///< cut to 31 bytes at a UTF-8 character boundary
    std::uint64_t buildTime = 0; ///< seconds since 1970-01-01 UTC; 0 = not recorded
    bool removeAtBoot = false;
    bool underDevelopment = true;
    std::optional<std::uint32_t>
        applicationRuntimeVersion; ///< ABI Depends section; none: no such section
};

/// Builds and signs a package. Same inputs, same bytes.
[[nodiscard]] Result<std::vector<std::byte>>
pack(const DirectoryTree& tree, const PackOptions& options, const SigningKey& key);

/// A package taken apart; nothing is verified yet but that its structure holds.
struct Package {
    std::size_t bodyBytes = 0;
    Metadata metadata;
    std::vector<std::uint8_t>
        signature; ///< 64 bytes, or 96 (P-384, which this program cannot verify)
    std::vector<std::byte> signedData; ///< everything before the signature
    [[nodiscard]] std::span<const std::byte> body() const { return {signedData.data(), bodyBytes}; }
};

/// Splits a package from its end: signature, metadata length, metadata, body.
[[nodiscard]] Result<Package> readPackage(std::span<const std::byte> data,
                                          std::string_view inputName);

/// readPackage() and readFileSystem() of its body. Unsupported for image types without a file
/// system.
[[nodiscard]] Result<DirectoryTree> unpack(std::span<const std::byte> data,
                                           std::string_view inputName);

/// Checks the signature against a trust store; gives the signer's subject.
[[nodiscard]] Result<std::string> verify(const Package& package, const TrustStore& trust);

/// Board configuration presets, e.g. "lan-enc28j60-isu0-int5".
[[nodiscard]] std::vector<std::string_view> boardConfigPresets();

/// A package of type CustomerBoardConfig. NotFound, listing the known ones, for an unknown preset.
[[nodiscard]] Result<std::vector<std::byte>>
packBoardConfig(std::string_view preset, const PackOptions& options, const SigningKey& key);

} // namespace perisphere::image
