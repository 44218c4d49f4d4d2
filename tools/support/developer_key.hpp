// The key that packages are signed with: the user's own, made on first use, or one that is given.
#pragma once

#include "command/command.hpp"
#include "command/services.hpp"
#include "perisphere/base/result.hpp"
#include "perisphere/image/signing.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace perisphere::tools
{

struct KeyOptions {
    std::optional<std::filesystem::path> key;         ///< PEM; none: the developer key
    std::optional<std::filesystem::path> certificate; ///< PEM; none: in the key's file
};

void declareKeyOptions(Command& command, KeyOptions& options);

/// The given key, or the developer key, which is made when there is none yet (a note says where).
/// PermissionDenied when others could read the developer key.
[[nodiscard]] Result<image::SigningKey> loadSigningKey(const KeyOptions& options,
                                                       Services& services);

struct Pem {
    std::string text;
    std::string fileName;
};

/// The developer's certificate, for those who trust it. NotFound before the first signature.
[[nodiscard]] Result<Pem> developerCertificate(const Services& services);

} // namespace perisphere::tools
