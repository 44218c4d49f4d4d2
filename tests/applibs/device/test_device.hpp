// A device for the application manager's tests: a real loop and real processes, a clock that the
// test moves, and everything that the manager tells written down.
#pragma once

#include "descriptors.hpp"
#include "fake_timers.hpp"
#include "packages.hpp"
#include "perisphere/base/file.hpp"
#include "perisphere/device/app_manager.hpp"
#include "perisphere/device/host_launcher.hpp"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <list>
#include <utility>

namespace perisphere::test
{

using namespace perisphere::device;

/// Keeps the sockets, as a service host does until the app's end.
class Connections final : public AppConnections
{
public:
    void serve(std::shared_ptr<const App> app, UniqueFd socket) override
    {
        served.emplace_back(std::move(app), std::move(socket));
    }
    std::vector<std::pair<std::shared_ptr<const App>, UniqueFd>> served;
};

class RecordedLog final : public AppLog
{
public:
    void write(std::string_view componentId, LogSource source, std::string_view text) override
    {
        entries.push_back({std::string(componentId), source, std::string(text)});
    }
    [[nodiscard]] std::string from(LogSource source) const
    {
        std::string all;
        for (const Entry& entry : entries)
            if (entry.source == source)
                all += entry.text + (source == LogSource::Device ? "\n" : "");
        return all;
    }

    struct Entry {
        std::string componentId;
        LogSource source;
        std::string text;
    };
    std::vector<Entry> entries;
};

/// "1111 running", "2222 removed" ...
class RecordedEvents final : public AppObserver
{
public:
    void onAppEvent(const AppEvent& event) override
    {
        constexpr std::array kKinds = {"installed", "replaced", "removed"};
        const bool isState = event.kind == AppEvent::Kind::StateChanged;
        seen.push_back(event.app.componentId.substr(0, 1) + " " +
                       (isState ? std::string(name(event.app.state))
                                : kKinds.at(static_cast<std::size_t>(event.kind))));
        if (react)
            react(event);
    }
    std::vector<std::string> take() { return std::exchange(seen, {}); }

    std::vector<std::string> seen;
    std::function<void(const AppEvent&)> react;
};

inline std::string testProgram()
{
    return readTextFile(PERISPHERE_TEST_APP, 1U << 20U).value();
}

/// A package of the test's app, which does as `arguments` say: `"exit","3"`.
inline Bytes packApp(const std::string& arguments, const std::string& componentId = kFirst,
                     const std::string& capabilities = {})
{
    static const std::string program = testProgram();
    return pack({.componentId = componentId,
                 .name = "App " + componentId.substr(0, 1),
                 .capabilities = capabilities,
                 .arguments = arguments,
                 .program = program});
}

class TestDevice
{
public:
    explicit TestDevice(ManagerOptions options = {})
        : m_options(std::move(options))
    {
        uv_loop_init(&m_loop);
        boot();
    }
    TestDevice(const TestDevice&) = delete;
    TestDevice& operator=(const TestDevice&) = delete;
    ~TestDevice()
    {
        shutDown();
        if (uv_loop_close(&m_loop) != 0)
            std::abort(); // a handle was not let go of
    }

    void boot()
    {
        auto store = AppStore::open(m_folder.path(), {.maxPackageBytes = 16U << 20U});
        REQUIRE(store);
        m_manager = std::make_unique<AppManager>(
            std::move(*store), ManagerParts{m_loop, timers, launcher, connections, log}, m_options);
        m_manager->addObserver(events);
    }
    void shutDown()
    {
        m_manager.reset();
        uv_run(&m_loop, UV_RUN_DEFAULT); // lets go of the handles, and then has nothing to do
    }

    AppManager& manager() { return *m_manager; }

    [[nodiscard]] AppState state(const char* componentId = kFirst) const
    {
        return m_manager->status(componentId).value().state;
    }

    /// Turns the loop until it is so.
    template <class Predicate>
    void await(const Predicate& isSo)
    {
        uv_timer_t watchdog;
        uv_timer_init(&m_loop, &watchdog);
        bool isTooLate = false;
        watchdog.data = &isTooLate;
        uv_timer_start(
            &watchdog, [](uv_timer_t* timer) { *static_cast<bool*>(timer->data) = true; }, 60'000,
            0);
        while (!isSo() && !isTooLate)
            uv_run(&m_loop, UV_RUN_ONCE);
        uv_close(reinterpret_cast<uv_handle_t*>(&watchdog), nullptr);
        uv_run(&m_loop, UV_RUN_NOWAIT);
        REQUIRE_FALSE(isTooLate);
    }
    void awaitState(AppState wanted, const char* componentId = kFirst)
    {
        await([&] { return state(componentId) == wanted; });
    }
    void awaitOutput(const std::string& text)
    {
        await([&] { return log.from(LogSource::StandardOutput).find(text) != std::string::npos; });
    }

    /// The answer, which an installation may have to wait for.
    DeviceResult<std::shared_ptr<const App>> install(const Bytes& package,
                                                     AfterInstall after = AfterInstall::Start)
    {
        std::optional<DeviceResult<std::shared_ptr<const App>>> answer;
        m_manager->install(package, "p", {}, after, [&](auto given) { answer = std::move(given); });
        await([&] { return answer.has_value(); });
        return *answer;
    }

    FakeTimers timers;
    Connections connections;
    RecordedLog log;
    RecordedEvents events;
    HostLauncher launcher;

private:
    TemporaryDirectory m_folder;
    ManagerOptions m_options;
    uv_loop_t m_loop{};
    std::unique_ptr<AppManager> m_manager;
};

} // namespace perisphere::test
