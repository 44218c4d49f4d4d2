// The device for the control API: what a real one has of it.
#pragma once

#include "perisphere/control/target.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <string_view>
#include <utility>

namespace perisphere::daemon
{

class DeviceControl final : public control::ControlTarget, public control::DeviceTarget
{
public:
    /// Both begin what they are called and return.
    struct Actions {
        std::function<void()> shutdown;
        std::function<Result<>()> reboot;
    };

    struct Areas {
        control::AppsTarget& apps;
        control::IdentityTarget& identity;
        control::NetworkTarget& network;
        control::UpdateTarget& updates;
    };

    DeviceControl(control::DeviceInfo info, const Areas& areas, Actions actions)
        : m_info(std::move(info))
        , m_areas(areas)
        , m_actions(std::move(actions))
    {
    }

    [[nodiscard]] static bool has(std::string_view method)
    {
        using std::string_view_literals::operator""sv;
        constexpr std::array kAreas{"rpc."sv, "app."sv, "update."sv, "upload."sv, "device."sv};
        constexpr std::array kAlone{"identity.status"sv, "network.status"sv};
        return method != "device.unmodelled" &&
               (std::ranges::find(kAlone, method) != kAlone.end() ||
                std::ranges::any_of(kAreas, [&](auto area) { return method.starts_with(area); }));
    }

    void setState(control::DeviceState state) { m_info.state = state; }
    void wake()
    {
        if (m_wake)
            m_wake();
    }

    [[nodiscard]] bool offers(std::string_view method) const override { return has(method); }
    [[nodiscard]] control::DeviceTarget& device() override { return *this; }
    [[nodiscard]] control::AppsTarget& apps() override { return m_areas.apps; }
    [[nodiscard]] control::IdentityTarget& identity() override { return m_areas.identity; }
    [[nodiscard]] control::NetworkTarget& network() override { return m_areas.network; }
    [[nodiscard]] control::UpdateTarget& updates() override { return m_areas.updates; }
    void setWake(std::function<void()> wake) override { m_wake = std::move(wake); }

    [[nodiscard]] control::DeviceInfo info() override { return m_info; }
    [[nodiscard]] control::UnmodelledReport unmodelled() override { return {}; }
    Result<> shutdown() override
    {
        m_actions.shutdown();
        return {};
    }
    /// The answer is that it has begun: who asks is gone when the device is back.
    void reset(control::Completion<> done) override { done(m_actions.reboot()); }

private:
    control::DeviceInfo m_info;
    Areas m_areas;
    Actions m_actions;
    std::function<void()> m_wake;
};

} // namespace perisphere::daemon
