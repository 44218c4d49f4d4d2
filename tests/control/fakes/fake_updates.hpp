#pragma once

#include "perisphere/control/update_target.hpp"

#include <string>
#include <utility>

namespace perisphere::test
{

namespace c = control;

class FakeUpdates final : public control::UpdateTarget
{
public:
    Result<c::UpdateStatus> offerApp(c::PackageSource package) override
    {
        return begin({.state = "downloading", .target = package.path.stem().string()});
    }
    Result<c::UpdateStatus> offerSystem(const std::string& version) override
    {
        return begin({.state = "downloading",
                      .kind = c::UpdateKind::System,
                      .target = version.empty() ? "25.03" : version,
                      .deferrableMinutes = 1440});
    }
    c::UpdateStatus status() override { return m_status; }

private:
    Result<c::UpdateStatus> begin(c::UpdateStatus status)
    {
        if (m_status.state != "idle")
            return fail(ErrorCode::AlreadyExists, "an update is under way: " + m_status.state);
        m_status = std::move(status);
        m_status.systemVersion = "25.02";
        return m_status;
    }
    c::UpdateStatus m_status{.state = "idle", .systemVersion = "25.02"};
};

} // namespace perisphere::test
