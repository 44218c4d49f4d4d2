#include "update_control.hpp"

#include "perisphere/base/file.hpp"

namespace perisphere::runtime
{
namespace
{

/// More than the device's whole flash; the store says what is too large for it.
constexpr std::uint64_t kMaxUpdateBytes = 64ULL * 1024 * 1024;

} // namespace

Result<control::UpdateStatus> UpdateControl::offerApp(const std::filesystem::path& package)
{
    auto bytes = readBinaryFile(package, kMaxUpdateBytes);
    if (!bytes)
        return fail(bytes.error().during("offer an update"));
    if (const auto offered = m_updates.offerApp(std::move(*bytes), package.string()); !offered)
        return fail(offered.error().during("offer an update"));
    return status();
}

Result<control::UpdateStatus> UpdateControl::offerSystem(const std::string& version)
{
    const auto offered =
        m_updates.offerSystem(version.empty() ? m_software.nextVersion() : version);
    if (!offered)
        return fail(offered.error().during("offer an update"));
    return status();
}

control::UpdateStatus UpdateControl::status()
{
    const device::UpdateStatus status = m_updates.status();
    return {.state = std::string(device::name(status.state)),
            .kind = status.kind == device::UpdateKind::App ? control::UpdateKind::App
                                                           : control::UpdateKind::System,
            .target = status.target,
            .deferredBy = status.deferredBy,
            .deferrableMinutes = status.deferrable.count(),
            .lastResult = status.lastResult,
            .systemVersion = m_software.version()};
}

} // namespace perisphere::runtime
