// Installed apps and their log for the control API.
#pragma once

#include "app_refusals.hpp"
#include "core_debugging.hpp"
#include "debug_starts.hpp"
#include "device_log.hpp"
#include "perisphere/control/apps_target.hpp"
#include "perisphere/device/app_manager.hpp"

#include <functional>
#include <memory>

namespace perisphere::runtime
{

/// For the loop's thread.
class AppsControl final : public control::AppsTarget, public device::AppObserver
{
public:
    AppsControl(device::AppManager& manager, DeviceLog& log, DebugStarts& debugStarts,
                CoreDebugging& coreDebugging, std::function<void()> wake);
    ~AppsControl() override;
    AppsControl(const AppsControl&) = delete;
    AppsControl& operator=(const AppsControl&) = delete;

    void install(const std::filesystem::path& package, control::InstallOptions options,
                 control::Completion<control::AppStatus> done) override;
    [[nodiscard]] std::vector<control::AppStatus> apps() override;
    [[nodiscard]] Result<control::AppStatus> app(std::string_view app) override;
    void start(std::string_view app, control::StartOptions options,
               control::Completion<control::AppStatus> done) override;
    void stop(std::string_view app, control::Completion<control::AppStatus> done) override;
    void remove(std::string_view app, control::Completion<> done) override;
    [[nodiscard]] Result<control::AppMemory> memory(std::string_view app) override;
    [[nodiscard]] Result<control::AppPermissions> permissions(std::string_view app) override;
    [[nodiscard]] Result<control::LogPage> log(const control::LogQuery& query) override;
    [[nodiscard]] std::uint64_t revision() override { return m_revision; }

    void onAppEvent(const device::AppEvent& event) override;

private:
    /// The component id that a component id or a unique name stands for.
    [[nodiscard]] Result<std::string> resolve(std::string_view app) const;
    [[nodiscard]] control::AppStatus statusOf(const device::AppStatus& app) const;
    [[nodiscard]] Result<control::AppStatus> statusOf(const std::string& componentId) const;
    void onStopped(const std::string& componentId);
    /// nullptr where it is not installed.
    [[nodiscard]] std::shared_ptr<const device::App> find(const std::string& componentId) const;
    [[nodiscard]] bool isRealTimeCapable(const std::string& componentId) const;
    void startDebugging(const std::string& componentId, device::AppRecords records,
                        control::Completion<control::AppStatus> done);

    device::AppManager& m_manager;
    DeviceLog& m_log;
    DebugStarts& m_debugStarts;
    CoreDebugging& m_coreDebugging;
    std::function<void()> m_wake;
    AppRefusals m_refusals;
    std::uint64_t m_revision = 1;
};

} // namespace perisphere::runtime
