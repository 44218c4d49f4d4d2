#include "perisphere/management/update_control.hpp"

#include <utility>

namespace perisphere::management
{
Result<control::UpdateStatus> UpdateControl::offerApp(control::PackageSource package)
{
    auto bytes = package.take();
    if (!bytes)
        return fail(bytes.error().during("offer an update"));
    if (const auto offered = m_updates.offerApp(std::move(*bytes), package.path.string()); !offered)
        return fail(offered.error().during("offer an update"));
    return status();
}

Result<control::UpdateStatus> UpdateControl::offerSystem(const std::string& version)
{
    const Result<std::string> known = version.empty() ? m_system.next() : version;
    if (!known)
        return fail(known.error());
    const auto offered = m_updates.offerSystem(*known);
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
            .systemVersion = m_system.version()};
}

} // namespace perisphere::management
