#include "support/package_file.hpp"

#include "command/report.hpp"
#include "perisphere/base/atomic_file.hpp"
#include "perisphere/base/file.hpp"
#include "support/image_description.hpp"

#include <fmt/format.h>

namespace perisphere::tools
{
namespace
{

/// A body, metadata of at most 64 KiB sections, a signature: generous.
constexpr std::uint64_t kMaxPackageBytes = image::kMaxFileSystemBytes + 16UL * 1024 * 1024;

json::Value reportJson(const std::filesystem::path& file, std::size_t bytes,
                       const image::Metadata& metadata)
{
    json::Value report = json::Value::object();
    report["file"] = file.string();
    report["bytes"] = bytes;
    report["sections"] = sectionsToJson(metadata);
    return report;
}

} // namespace

Result<std::vector<std::byte>> readPackageFile(const std::filesystem::path& file)
{
    auto bytes = readBinaryFile(file, kMaxPackageBytes);
    if (!bytes)
        return fail(bytes.error().during("read image package"));
    return bytes;
}

Result<> writePackageFile(const std::filesystem::path& file, std::span<const std::byte> package,
                          const PackReport& report, Services& services)
{
    if (auto written = replaceFile(file, package); !written)
        return fail(written.error().during("write image package"));
    const auto read = image::readPackage(package, file.string());
    if (!read)
        return fail(read.error());
    if (report.asJson) {
        printJson(reportJson(file, package.size(), read->metadata), services);
        return {};
    }
    if (!report.isQuiet)
        services.out << fmt::format("{}: {} bytes\n", file.string(), package.size());
    if (report.isVerbose)
        services.out << describeSections(read->metadata);
    return {};
}

} // namespace perisphere::tools
