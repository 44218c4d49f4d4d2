#include "app_debugger.hpp"

#include "perisphere/base/file.hpp"
#include "perisphere/image/package.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

namespace perisphere::daemon
{
namespace
{

/// What the app's package says, which was verified when it was installed and is compared with what
/// was unpacked at each opening. One that says nothing is not.
bool isUnderDevelopment(const device::App& app)
{
    constexpr std::uint64_t kMostBytes = std::uint64_t{64} << 20U;
    const auto bytes = readBinaryFile(app.imageRoot.parent_path() / "package", kMostBytes);
    if (!bytes)
        return false;
    const auto package = image::readPackage(*bytes, app.name);
    if (!package)
        return false;
    const auto* const section = package->metadata.find<image::TemporaryImageSection>();
    return section != nullptr && section->underDevelopment;
}

} // namespace

Result<device::StartOptions> AppDebugger::options(const device::App& app)
{
    const bool isDeveloped = isUnderDevelopment(app);
    if (m_isAllowed && isDeveloped)
        return device::StartOptions{
            .environment = {}, .runner = {}, .forDebugging = true, .records = {}};
    std::string missing;
    std::string advice;
    if (!m_isAllowed) {
        missing = "this device's configuration does not allow debugging";
        advice = R"(set "debugging": true there)";
    }
    if (!isDeveloped) {
        missing += missing.empty() ? "" : ", and ";
        missing += fmt::format("the package of \"{}\" does not say that it is under development",
                               app.name);
        advice += advice.empty() ? "" : "; ";
        advice += "pack the app without --production";
    }
    return fail(Error{.code = ErrorCode::PermissionDenied,
                      .message = std::move(missing),
                      .where = {},
                      .expected = {},
                      .advice = std::move(advice)});
}

std::vector<AppDebugger::Listening> AppDebugger::takeWaiting(const std::string& componentId)
{
    const auto [begin, end] = m_waiting.equal_range(componentId);
    std::vector<Listening> taken;
    for (auto waiting = begin; waiting != end; ++waiting)
        taken.push_back(std::move(waiting->second));
    m_waiting.erase(begin, end);
    return taken;
}

void AppDebugger::onServer(const std::string& componentId, UniqueFd server)
{
    m_relays.erase(componentId);
    m_relays.emplace(componentId, GdbRelay::start(m_loop, std::move(server), [this] {
                         if (m_listener)
                             m_listener();
                     }));
}

void AppDebugger::onDebugging(const device::App& app)
{
    for (const Listening& one : takeWaiting(app.componentId))
        await(app.componentId, one);
    if (m_listener)
        m_listener();
}

void AppDebugger::await(const std::string& componentId, Listening done)
{
    const auto found = m_relays.find(componentId);
    if (found == m_relays.end())
        m_waiting.emplace(componentId, std::move(done)); // until what runs has been stopped
    else if (found->second)
        done({});
    else
        done(fail(found->second.error()));
}

void AppDebugger::onStopped(const std::string& componentId)
{
    forget(componentId);
    for (const Listening& one : takeWaiting(componentId))
        one(fail(Error{.code = ErrorCode::Io,
                       .message = "gdbserver ended before gdb could connect",
                       .where = {},
                       .expected = {},
                       .advice = "the app's log says why"}));
}

std::optional<std::uint16_t> AppDebugger::port(const std::string& componentId) const
{
    const auto found = m_relays.find(componentId);
    return found == m_relays.end() || !found->second ? std::nullopt
                                                     : std::optional((*found->second)->port());
}

bool AppDebugger::hasDebugger(const std::string& componentId) const
{
    const auto found = m_relays.find(componentId);
    return found != m_relays.end() && found->second && (*found->second)->hasDebugger();
}

} // namespace perisphere::daemon
