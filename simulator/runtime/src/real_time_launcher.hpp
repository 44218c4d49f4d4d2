// Starts real-time capable apps on the simulated cores.
#pragma once

#include "board_machine.hpp"
#include "perisphere/device/app_launcher.hpp"
#include "perisphere/engine/time.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace perisphere::runtime
{

class RealTimeLauncher final : public device::AppLauncher
{
public:
    /// Called on any thread.
    struct Log {
        /// What an app's core has to say of it.
        std::function<void(const std::string& componentId, std::string text)> note;
        /// A line that the app has printed on its debug UART, and when it ended.
        std::function<void(const std::string& componentId, engine::VirtualTime time,
                           std::string line)>
            line;
        /// The same as it comes, on the machine thread.
        std::function<void(unsigned core, std::string_view characters)> characters;
    };

    RealTimeLauncher(BoardMachine& board, Log log)
        : m_board(board)
        , m_log(std::move(log))
    {
    }

    [[nodiscard]] std::string packageRoot(const device::App& app) const override;
    /// An app that is to be debugged is held at its first instruction.
    [[nodiscard]] Result<std::unique_ptr<device::AppProcess>>
    start(const device::App& app, const device::StartOptions& options,
          device::AppDescriptors descriptors) override;

private:
    BoardMachine& m_board;
    Log m_log;
};

/// The launcher of each kind of app.
class LauncherChoice final : public device::AppLauncher
{
public:
    LauncherChoice(device::AppLauncher& highLevel, device::AppLauncher& realTime)
        : m_highLevel(highLevel)
        , m_realTime(realTime)
    {
    }

    [[nodiscard]] std::string packageRoot(const device::App& app) const override
    {
        return of(app).packageRoot(app);
    }
    [[nodiscard]] bool hasDeviceTime(const device::App& app) const override
    {
        return of(app).hasDeviceTime(app);
    }
    [[nodiscard]] bool hasDeviceNodes(const device::App& app) const override
    {
        return of(app).hasDeviceNodes(app);
    }
    [[nodiscard]] std::string certificates(const device::App& app) const override
    {
        return of(app).certificates(app);
    }
    [[nodiscard]] Result<std::unique_ptr<device::AppProcess>>
    start(const device::App& app, const device::StartOptions& options,
          device::AppDescriptors descriptors) override
    {
        return of(app).start(app, options, std::move(descriptors));
    }

private:
    [[nodiscard]] device::AppLauncher& of(const device::App& app) const
    {
        return app.manifest.applicationType == manifest::ApplicationType::RealTimeCapable
                   ? m_realTime
                   : m_highLevel;
    }

    device::AppLauncher& m_highLevel;
    device::AppLauncher& m_realTime;
};

} // namespace perisphere::runtime
