// Installed apps and their log for the control API.
#pragma once

#include "perisphere/control/apps_target.hpp"
#include "perisphere/device/app_manager.hpp"
#include "perisphere/management/app_debugging.hpp"
#include "perisphere/management/app_refusals.hpp"
#include "perisphere/management/device_log.hpp"

#include <functional>
#include <memory>

namespace perisphere::management
{

/// For the loop's thread.
class AppsControl final : public control::AppsTarget, public device::AppObserver
{
public:
    struct Parts {
        device::AppManager& manager;
        DeviceLog& log;
        AppDebugging& debugging;
        device::InstallPolicy policy;     ///< of what is installed by install()
        std::uint64_t memoryLimitKib = 0; ///< of all apps or of each, as the device has it
        std::function<void()> wake;       ///< something that clients may watch has changed
    };
    explicit AppsControl(Parts parts);
    ~AppsControl() override;
    AppsControl(const AppsControl&) = delete;
    AppsControl& operator=(const AppsControl&) = delete;

    void install(control::PackageSource package, control::InstallOptions options,
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
    void startDebugging(const std::string& componentId, device::AppRecords records,
                        control::Completion<control::AppStatus> done);

    void changed();

    Parts m_parts;
    AppRefusals m_refusals;
    std::uint64_t m_revision = 1;
};

} // namespace perisphere::management
