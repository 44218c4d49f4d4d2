#include "system_updates.hpp"

#include "perisphere/base/persistence.hpp"
#include "perisphere/device/app_status.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <tuple>
#include <utility>

namespace perisphere::daemon
{

using device::AppState;

SystemUpdates::SystemUpdates(Parts parts, Options options)
    : m_parts(std::move(parts))
    , m_options(std::move(options))
{
}

void SystemUpdates::onBoot()
{
    if (const std::string installed = m_parts.files.installedSystem(); !installed.empty()) {
        const std::string running = m_parts.runningVersion();
        m_parts.say(running == installed
                        ? fmt::format("system {} runs", installed)
                        : fmt::format("system {} did not come up: {} runs", installed, running));
        if (running != installed)
            std::ignore = m_parts.files.keepFailed("system " + installed);
        std::ignore = m_parts.files.keepInstalledSystem("");
    }
    watchHealth();
}

void SystemUpdates::run(std::vector<std::string> arguments,
                        const std::function<void(const HelperProcess::End& end)>& done)
{
    constexpr std::chrono::minutes kLimit{60};
    if (!m_options.bus.empty())
        arguments.insert(arguments.begin(), {"--bus", m_options.bus});
    auto started = HelperProcess::start(m_parts.loop, m_parts.timers,
                                        {.name = "perisphere-install-system",
                                         .arguments = std::move(arguments),
                                         .limit = kLimit,
                                         .scratch = m_parts.files.folder()},
                                        [this, done](const HelperProcess::End& end) {
                                            const auto helper =
                                                std::move(m_helper); // until this is over
                                            done(end);
                                        });
    if (!started)
        return done({.code = -1, .said = started.error().toString()});
    m_helper = std::move(*started);
}

void SystemUpdates::install(const std::string& version)
{
    run({"install", m_parts.files.bundle().string()},
        [this, version](const HelperProcess::End& end) { onInstalled(version, end); });
}

/// Also one that cannot be installed is not tried again: it would be each time the feed is looked
/// at.
void SystemUpdates::onInstalled(const std::string& version, const HelperProcess::End& end)
{
    // What cannot be removed is written over by the next.
    std::ignore = persistence::removeFile(m_parts.files.bundle());
    const auto kept = end.code == 0 ? m_parts.files.keepInstalledSystem(version)
                                    : m_parts.files.keepFailed("system " + version);
    if (!kept)
        m_parts.say("update feed: " + kept.error().toString());
    if (end.code != 0) {
        m_parts.say(fmt::format("system {} is refused: {}", version, end.said));
        return;
    }
    m_parts.say(fmt::format("system {} is installed; the device reboots into it", version));
    m_parts.reboot();
}

void SystemUpdates::watchHealth()
{
    m_timer = m_parts.timers.after(m_options.trial, [this] {
        if (m_helper || !areAppsWell())
            return watchHealth();
        run({"mark-good"}, [this](const HelperProcess::End& end) {
            m_parts.say(end.code == 0 ? std::string("the system is marked as good")
                                      : "the system is not marked as good: " + end.said);
        });
    });
}

/// An app that somebody has stopped says nothing about the system.
bool SystemUpdates::areAppsWell() const
{
    return std::ranges::all_of(m_parts.manager.apps(), [&](const auto& app) {
        const auto status = m_parts.manager.status(app->componentId);
        return status && status->state != AppState::BackingOff;
    });
}

} // namespace perisphere::daemon
