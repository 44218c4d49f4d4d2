#include "perisphere/image/metadata.hpp"

#include "metadata_ids.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace perisphere::image
{
namespace
{

constexpr std::array kImageTypes = {
    std::pair{0, "Invalid"},
    std::pair{1, "OneBL"},
    std::pair{2, "PlutonRuntime"},
    std::pair{3, "WifiFirmware"},
    std::pair{4, "SecurityMonitor"},
    std::pair{5, "NormalWorldLoader"},
    std::pair{6, "NormalWorldDTB"},
    std::pair{7, "NormalWorldKernel"},
    std::pair{8, "RootFs"},
    std::pair{9, "Services"},
    std::pair{10, "Application"},
    std::pair{13, "FirmwareConfig"},
    std::pair{16, "BootManifest"},
    std::pair{17, "NormalWorldFileSystem"},
    std::pair{19, "TrustedKeystore"},
    std::pair{20, "Policy"},
    std::pair{21, "CustomerBoardConfig"},
    std::pair{22, "UpdateCertStore"},
    std::pair{23, "BaseSystemUpdateManifest"},
    std::pair{24, "FirmwareUpdateManifest"},
    std::pair{25, "CustomerUpdateManifest"},
    std::pair{26, "RecoveryManifest"},
    std::pair{27, "ManifestSet"},
    std::pair{28, "Other"},
};

/// Sections that this program keeps without looking inside; the first two where it would lose
/// something of them otherwise.
constexpr std::array kOtherSections = {
    std::pair{ids::kDebug, "Debug"},
    std::pair{ids::kTemporaryImage, "Temporary Image"},
    std::pair{ids::kCompression, "Compression"},
    std::pair{ids::kRequiredOffset, "Required Offset"},
    std::pair{ids::kRevocation, "Revocation"},
    std::pair{ids::kImagePolicy, "Image Policy"},
    std::pair{ids::kLegacy, "Legacy"},
    std::pair{ids::kLegacyAbiDepends, "Legacy ABI Depends"},
    std::pair{ids::kLegacyAbiProvides, "Legacy ABI Provides"},
};

struct Namer {
    std::string operator()(const IdentitySection& /*section*/) const { return "Identity"; }
    std::string operator()(const SignatureSection& /*section*/) const { return "Signature"; }
    std::string operator()(const DebugSection& /*section*/) const { return "Debug"; }
    std::string operator()(const TemporaryImageSection& /*section*/) const
    {
        return "Temporary Image";
    }
    std::string operator()(const AbiDependsSection& /*section*/) const { return "ABI Depends"; }
    std::string operator()(const AbiProvidesSection& /*section*/) const { return "ABI Provides"; }
    std::string operator()(const OtherSection& section) const
    {
        for (const auto& [id, text] : kOtherSections)
            if (id == section.id)
                return text;
        return fmt::format("Unknown {:#06x}", section.id);
    }
};

} // namespace

std::string name(ImageType type)
{
    for (const auto& [number, text] : kImageTypes)
        if (number == static_cast<int>(type))
            return text;
    return fmt::format("type {}", static_cast<int>(type));
}

std::string name(const Section& section)
{
    return std::visit(Namer(), section);
}

} // namespace perisphere::image
