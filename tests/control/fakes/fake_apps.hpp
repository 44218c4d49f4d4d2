#pragma once

#include "fake_time.hpp"
#include "perisphere/control/apps_target.hpp"
#include "wake.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace perisphere::test
{

namespace c = control;

class FakeApps final : public control::AppsTarget
{
public:
    FakeApps(FakeTime& time, Wake wake)
        : m_time(time)
        , m_wake(std::move(wake))
    {
    }
    std::vector<c::AppStatus> apps() override { return m_apps; }
    std::uint64_t revision() override { return m_revision; }
    void install(c::PackageSource package, c::InstallOptions /*options*/,
                 c::Completion<c::AppStatus> done) override
    {
        m_apps.push_back({.componentId = "25025d2c-66da-4448-bae1-ac26fcdd3627",
                          .imageId = "16b9d2ac-8e92-4dbc-a8c1-8f6f4e4d3b5e",
                          .name = package.path.stem(),
                          .pid = {},
                          .debugPort = {},
                          .exitCode = {},
                          .exitSignal = {},
                          .storage = c::AppStorage{.used = 1, .limit = 8}});
        appsChanged();
        done(m_apps.back());
    }
    Result<c::AppStatus> app(std::string_view app) override
    {
        for (const c::AppStatus& one : m_apps)
            if (one.name == app || one.componentId == app)
                return one;
        return fail(ErrorCode::NotFound, "there is no app \"" + std::string(app) + "\"");
    }
    void start(std::string_view app, c::StartOptions options,
               c::Completion<c::AppStatus> done) override
    {
        changeApp(app, options.debug ? c::AppState::Debugging : c::AppState::Running, done);
    }
    void stop(std::string_view app, c::Completion<c::AppStatus> done) override
    {
        changeApp(app, c::AppState::Stopped, done);
    }
    void remove(std::string_view app, c::Completion<> done) override
    {
        const std::string name(app);
        const auto count =
            std::erase_if(m_apps, [&](const c::AppStatus& one) { return one.name == name; });
        appsChanged();
        if (count > 0)
            done({});
        else
            done(fail(ErrorCode::NotFound, "there is no app \"" + name + "\""));
    }
    Result<c::AppMemory> memory(std::string_view app) override
    {
        if (auto found = this->app(app); !found)
            return fail(found.error());
        return c::AppMemory{120, 100, 110, 256};
    }
    Result<c::AppPermissions> permissions(std::string_view app) override
    {
        if (auto found = this->app(app); !found)
            return fail(found.error());
        return c::AppPermissions{
            .manifest = R"({"Name": "blink", "Capabilities": {"Gpio": [8], "WifiConfig": true}})",
            .refused = {{.capability = "Gpio",
                         .value = "9",
                         .line = R"("Gpio": [8, 9])",
                         .reason = "9 is not in \"Gpio\"",
                         .count = 3}}};
    }
    Result<c::LogPage> log(const c::LogQuery& query) override
    {
        c::LogPage page{.lines = {}, .next = query.since};
        for (const c::LogLine& line : m_log) {
            if (line.sequence <= query.since || page.lines.size() == query.limit)
                continue;
            page.lines.push_back(line);
            page.next = line.sequence;
        }
        if (!m_log.empty() && m_log.front().sequence > query.since + 1)
            page.missed = m_log.front().sequence - query.since - 1;
        return page;
    }
    void addLogLine(std::string text)
    {
        m_log.push_back({.sequence = ++m_lastLine,
                         .time = m_time.status().now,
                         .componentId = "25025d2c-66da-4448-bae1-ac26fcdd3627",
                         .source = c::LogLineSource::App,
                         .text = std::move(text)});
        if (m_log.size() > kLogLines)
            m_log.erase(m_log.begin());
        m_wake();
    }
    static constexpr std::size_t kLogLines = 5000;

private:
    void changeApp(std::string_view app, c::AppState state, const c::Completion<c::AppStatus>& done)
    {
        for (c::AppStatus& one : m_apps) {
            if (one.name != app && one.componentId != app)
                continue;
            one.state = state;
            one.debugPort =
                state == c::AppState::Debugging ? std::optional<std::uint16_t>(2345) : std::nullopt;
            appsChanged();
            done(one);
            return;
        }
        done(fail(ErrorCode::NotFound, "there is no app \"" + std::string(app) + "\""));
    }
    void appsChanged()
    {
        ++m_revision;
        m_wake();
    }

    FakeTime& m_time;
    Wake m_wake;
    std::uint64_t m_revision = 1;
    std::vector<c::AppStatus> m_apps;
    std::vector<c::LogLine> m_log;
    std::uint64_t m_lastLine = 0;
};

} // namespace perisphere::test
