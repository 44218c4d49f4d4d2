// The metadata footer of an image package: tagged sections between the body and the signature.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/image/guid.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace perisphere::image
{

/// The values on disk are these numbers; others are kept as read.
enum class ImageType : std::uint16_t {
    Application = 10,
    CustomerBoardConfig = 21,
};

/// "Application", "CustomerBoardConfig", "RootFs" ... for every documented number; "type 99" for
/// others.
[[nodiscard]] std::string name(ImageType type);

struct IdentitySection {
    ImageType imageType = ImageType::Application;
    Guid componentId;
    Guid imageId;
    bool operator==(const IdentitySection&) const = default;
};

struct SignatureSection {
    std::array<std::uint8_t, 20>
        certificateThumbprint{}; ///< SHA-1 of the signing certificate's DER
    std::uint32_t type = 1;      ///< 1 = ECDSA P-256 with SHA-256
    bool operator==(const SignatureSection&) const = default;
};

struct DebugSection {
    std::uint64_t buildTime = 0; ///< seconds since 1970-01-01 UTC; 0 = not recorded
    std::string name;            ///< at most 31 bytes
    bool operator==(const DebugSection&) const = default;
};

struct TemporaryImageSection {
    bool removeAtBoot = false;
    bool underDevelopment = false;
    bool operator==(const TemporaryImageSection&) const = default;
};

/// One requirement or provision of an interface version.
struct AbiVersion {
    enum class Type : std::uint32_t {
        None = 0,
        SecureWorldRuntime = 1,
        OsRuntime = 2,
        ApplicationRuntime = 3
    };

    std::uint32_t version = 0;
    Type type = Type::ApplicationRuntime;
    bool operator==(const AbiVersion&) const = default;
};

struct AbiDependsSection {
    std::vector<AbiVersion> versions;
    bool operator==(const AbiDependsSection&) const = default;
};

struct AbiProvidesSection {
    std::vector<AbiVersion> versions;
    bool operator==(const AbiProvidesSection&) const = default;
};

/// Any section this program does not interpret; kept byte for byte.
struct OtherSection {
    std::uint16_t id = 0;
    std::vector<std::byte> data;
    bool operator==(const OtherSection&) const = default;
};

using Section = std::variant<IdentitySection, SignatureSection, DebugSection, TemporaryImageSection,
                             AbiDependsSection, AbiProvidesSection, OtherSection>;

/// The heading that `image show` prints: "Identity", "Signature", "Debug", ...
[[nodiscard]] std::string name(const Section& section);

struct Metadata {
    std::vector<Section> sections; ///< in file order

    /// The first section of a kind, or nullptr.
    template <class T>
    [[nodiscard]] const T* find() const
    {
        for (const Section& section : sections)
            if (const auto* found = std::get_if<T>(&section))
                return found;
        return nullptr;
    }
    bool operator==(const Metadata&) const = default;
};

/// Magic, count, sections, total length.
[[nodiscard]] Result<std::vector<std::byte>> writeMetadata(const Metadata& metadata);

/// Reads a footer that ends where `data` ends. `offsetInFile` is added to the offsets in errors.
[[nodiscard]] Result<Metadata> readMetadata(std::span<const std::byte> data,
                                            std::uint64_t offsetInFile, std::string_view inputName);

} // namespace perisphere::image
