// What the control API asks of the application manager. `app` is a component id or a unique name.
#pragma once

#include "perisphere/control/completion.hpp"
#include "perisphere/control/package_source.hpp"
#include "perisphere/engine/time.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::control
{

enum class AppCore : std::uint8_t { App, RealTime0, RealTime1 };

enum class AppState : std::uint8_t {
    Stopped,
    Running,
    Debugging,
    BackingOff, ///< it ended and waits for its restart
};

/// Mutable storage, in KiB; what is begun counts as a whole one.
struct AppStorage {
    std::uint64_t used = 0;
    std::uint64_t limit = 0; ///< the manifest's MutableStorage
};

struct AppStatus {
    std::string componentId; ///< lower case
    std::string imageId;     ///< lower case
    std::string name;
    AppCore core = AppCore::App;
    AppState state = AppState::Stopped;
    std::uint32_t restarts = 0;             ///< since it was started
    std::optional<std::int64_t> pid;        ///< while it runs as a process
    std::optional<std::uint16_t> debugPort; ///< while it is debugged
    bool hasDebugger = false;               ///< gdb has connected there
    std::optional<int> exitCode;            ///< the last run ended by exit
    std::optional<int> exitSignal;          ///< the last run ended by a signal
    std::uint64_t refusals = 0;             ///< calls that the manifest did not allow
    std::optional<AppStorage> storage;      ///< with the capability MutableStorage
};

struct InstallOptions {
    bool start = true; ///< else the app stays stopped
};

/// Files that the emulated application core writes about an app, absolute paths; empty: none.
struct AppRecordFiles {
    std::string core;
    std::string profile;
    std::string folded;
    std::string coverage;
    std::string calls;
    std::string elf; ///< read for the others: the program with its symbols
};

struct StartOptions {
    bool debug = false; ///< wait for the debugger before the first instruction
    AppRecordFiles records;
};

/// In KiB, as the Applications_Get... functions count.
struct AppMemory {
    std::uint64_t total = 0;
    std::uint64_t userMode = 0;
    std::uint64_t peakUserMode = 0;
    std::uint64_t limit = 0;
};

/// What an app asked for and its manifest does not grant.
struct RefusedGrant {
    std::string capability; ///< the manifest's key
    std::string value;      ///< as the manifest would write it
    std::string line;       ///< the manifest's line that would allow it
    std::string reason;     ///< as in the log
    std::uint64_t count = 0;
};

struct AppPermissions {
    std::string manifest;              ///< the installed one, JSON
    std::vector<RefusedGrant> refused; ///< since the app was started, in the order of the first
};

enum class LogLineSource : std::uint8_t { App, StandardOutput, StandardError, Device };

struct LogLine {
    std::uint64_t sequence = 0; ///< counts the device's lines, from 1
    engine::VirtualTime time;
    std::string componentId; ///< empty for the device itself
    LogLineSource source = LogLineSource::App;
    std::string text; ///< without the line end, as the app gave it
};

struct LogQuery {
    std::string app;         ///< empty: of all
    std::uint64_t since = 0; ///< only lines with a higher sequence
    std::size_t limit = 200;
};

struct LogPage {
    std::vector<LogLine> lines; ///< oldest first
    std::uint64_t next = 0;   ///< the `since` of the next page: what was looked at, not just found
    std::uint64_t missed = 0; ///< lines after `since` that the history no longer has
};

class AppsTarget
{
public:
    virtual ~AppsTarget() = default;

    virtual void install(PackageSource package, InstallOptions options,
                         Completion<AppStatus> done) = 0;
    [[nodiscard]] virtual std::vector<AppStatus> apps() = 0;
    [[nodiscard]] virtual Result<AppStatus> app(std::string_view app) = 0;
    virtual void start(std::string_view app, StartOptions options, Completion<AppStatus> done) = 0;
    virtual void stop(std::string_view app, Completion<AppStatus> done) = 0;
    virtual void remove(std::string_view app, Completion<> done) = 0;
    [[nodiscard]] virtual Result<AppMemory> memory(std::string_view app) = 0;
    [[nodiscard]] virtual Result<AppPermissions> permissions(std::string_view app) = 0;

    /// When a line is added, the target calls its wake function.
    [[nodiscard]] virtual Result<LogPage> log(const LogQuery& query) = 0;

    /// Changes with every change of what apps() gives.
    [[nodiscard]] virtual std::uint64_t revision() = 0;
};

} // namespace perisphere::control
