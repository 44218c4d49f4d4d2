// Image packages for tests.
#pragma once

#include "perisphere/base/directory_tree.hpp"
#include "perisphere/image/package.hpp"

#include <cstdlib>
#include <fmt/format.h>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::test
{

using Bytes = std::vector<std::byte>;

inline constexpr const char* kFirst = "11111111-1111-4111-8111-111111111111";
inline constexpr const char* kSecond = "22222222-2222-4222-8222-222222222222";
inline constexpr const char* kThird = "33333333-3333-4333-8333-333333333333";

inline Bytes toBytes(std::string_view text)
{
    const auto bytes = std::as_bytes(std::span(text));
    return {bytes.begin(), bytes.end()};
}

/// One key for all tests of a program: making one takes time.
inline const image::SigningKey& signingKey()
{
    static const image::SigningKey key = image::SigningKey::generate("test").value();
    return key;
}

inline image::TrustStore trustIn(const image::SigningKey& key)
{
    image::TrustStore trust;
    if (!trust.addPem(key.certificatePem().value(), "test"))
        std::abort();
    return trust;
}

struct PackageSpec {
    std::string componentId = kFirst;
    std::string name = "Tester";
    std::string capabilities;            ///< members of the object
    std::string arguments = R"("hold")"; ///< elements of CmdArgs
    std::string extra;                   ///< members of the root, each with a comma after it
    std::string program = "the program"; ///< its content
    std::string packageComponentId = {}; ///< if the metadata are to say another one
    image::ImageType imageType = image::ImageType::Application;
};

inline std::string manifestOf(const PackageSpec& spec)
{
    return fmt::format(
        R"({{"SchemaVersion":1,"Name":"{}","ComponentId":"{}","EntryPoint":"/bin/app","CmdArgs":[{}],{}"Capabilities":{{{}}}}})",
        spec.name, spec.componentId, spec.arguments, spec.extra, spec.capabilities);
}

inline DirectoryTree treeOf(const PackageSpec& spec, std::string manifest = {})
{
    if (manifest.empty())
        manifest = manifestOf(spec);
    return {
        {.path = "app_manifest.json", .mode = 0644, .content = toBytes(manifest)},
        {.path = "bin", .kind = TreeEntry::Kind::Directory, .mode = 0755, .content = {}},
        {.path = "bin/app", .mode = 0755, .content = toBytes(spec.program)},
    };
}

inline Bytes packTree(const DirectoryTree& tree, const PackageSpec& spec = {},
                      const image::SigningKey& key = signingKey())
{
    const std::string& id =
        spec.packageComponentId.empty() ? spec.componentId : spec.packageComponentId;
    const image::PackOptions options{.imageType = spec.imageType,
                                     .componentId = image::Guid::parse(id).value(),
                                     .name = spec.name};
    return image::pack(tree, options, key).value();
}

inline Bytes pack(const PackageSpec& spec, const image::SigningKey& key = signingKey())
{
    return packTree(treeOf(spec), spec, key);
}

} // namespace perisphere::test
