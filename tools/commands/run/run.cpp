#include "commands/run/run.hpp"

#include "command/report.hpp"
#include "command/version.hpp"
#include "commands/run/paced_action.hpp"
#include "commands/run/scheduled_set.hpp"
#include "commands/run/text_board.hpp"
#include "perisphere/base/atomic_file.hpp"
#include "perisphere/boards/board.hpp"
#include "perisphere/control/property_json.hpp"
#include "perisphere/runtime/simulated_device.hpp"
#include "support/allowed_files.hpp"
#include "support/app_source.hpp"
#include "support/duration.hpp"
#include "support/host_mode.hpp"
#include "support/sdk_folders.hpp"
#include "support/simulated_board.hpp"

#include <fmt/format.h>

#include <deque>
#include <memory>
#include <utility>

namespace perisphere::tools
{

namespace fs = std::filesystem;

void declareRun(Command& command, RunOptions& options)
{
    command.describe("PATH is a CMake project, a folder with app_manifest.json and the program, or "
                     "an image package; the current folder by default. A project is built for the "
                     "device's application core, which is emulated. The app is installed on a "
                     "simulated board that keeps its "
                     "state from run to run, and its log is printed with the virtual time.");
    command.argument("PATH", options.source, "what to run").optional();
    declareBuildTarget(command, options.target);
    command
        .option("--board", "NAME", options.board,
                "shipped board, or a board file; mt3620_rdb by default")
        .named(NameSource::Boards);
    command.option("--time", "MODE", options.time,
                   "speed of the device: realtime, xN (x10, x0.5), fast or paused; an app in host "
                   "mode keeps real time, with its clocks, timers and sleeps");
    command.option("--for", "DURATION", options.duration, "end after this host time, such as 10s");
    command.option("--until-log", "TEXT", options.untilLog,
                   "end when a line of the log contains the text; with --for, running out of time "
                   "before that fails");
    command.option("--watch", "PATTERN", options.watch,
                   "print properties of parts when they change, such as \"D1.*\"");
    command.option("--set", "PROPERTY=VALUE@TIME", options.set,
                   "set a property of a part at a virtual time, such as SW2.pressed=true@1500ms; "
                   "values as for \"perisphere sim set\": a text is a JSON string (\"line\\r\\n\" "
                   "with its quotes) or taken as written");
    command.option(
        "--set-after-log", "TEXT", options.setAfterLog,
        "count the times of --set from the first line of the log that contains the text");
    command.option("--vcd", "FILE", options.vcd,
                   "record the levels of all pins and the properties of all parts, for GTKWave or "
                   "PulseView; of a long run the newest two million changes");
    command
        .option("--timeline", "FILE", options.timeline,
                "record what cores, apps, buses and pins do when, for ui.perfetto.dev and Chrome's "
                "chrome://tracing")
        .file();
    declareAppRecords(command, options.records);
    command.option("--device", "NAME", options.deviceName,
                   "name of the device; the project's by default");
    command.option("--device-folder", "DIR", options.deviceFolder,
                   "where the device keeps its state");
    command.option("--resolve", "NAME=ADDRESS:PORT", options.resolve,
                   "let the app reach a name of its AllowedConnections at a server of this "
                   "machine, such as api.example.com=127.0.0.1:8443");
    declareAllowFiles(command, options.allowFiles);
    command.flag("--uart-unpaced", options.isUartUnpaced,
                 "serial characters take no time, for measurements of throughput");
    command.flag("--strict", options.isStrict,
                 "fail when the app uses something of a part that the simulator does not model");
    command.flag("--headless", options.headless, "no board on the terminal, the log only");
    command.example("perisphere run samples/blink --watch 'D1.*'", "see a LED blink");
    command.example("perisphere run samples/button --set SW2.pressed=true@2s --for 3s",
                    "press a button without a hand");
    command.example("perisphere run --headless --for 10s --until-log ready",
                    "fail in CI unless the app says it is ready");
}

namespace
{

Result<std::vector<device::NamedEndpoint>> parseNames(const std::vector<std::string>& texts)
{
    std::vector<device::NamedEndpoint> names;
    for (const std::string& text : texts) {
        const std::size_t equals = text.find('=');
        const auto target = equals == std::string::npos
                                ? std::nullopt
                                : device::parseNetworkAddress(text.substr(equals + 1));
        if (!target || equals == 0)
            return fail(Error{.code = ErrorCode::InvalidArgument,
                              .message = fmt::format("\"{}\" names no endpoint", text),
                              .where = {},
                              .expected = "a name and an IPv4 address with its port, such as "
                                          "api.example.com=127.0.0.1:8443",
                              .advice = {}});
        names.push_back({.name = text.substr(0, equals), .target = *target});
    }
    return names;
}

/// One run: what is printed, and when it ends.
class Run
{
public:
    /// Shows the board, or leaves the terminal to plain lines.
    Result<> showBoard(const boards::Board& board)
    {
        if (m_options.headless || !TextBoard::isUsable(m_services))
            return {};
        m_services.out.flush();
        auto shown = TextBoard::open(m_services, board, m_device, [this] { m_device.shutdown(); });
        if (!shown)
            return fail(shown.error());
        m_board = std::move(*shown);
        return {};
    }

    Run(const RunOptions& options, Services& services, runtime::SimulatedDevice& device,
        std::vector<ScheduledSet> sets)
        : m_options(options)
        , m_services(services)
        , m_device(device)
        , m_sets(std::move(sets))
        , m_printing(device, std::chrono::milliseconds(10), [this] { printChanges(); })
    {
    }

    ExitCode operator()(const fs::path& package, std::optional<std::chrono::milliseconds> duration)
    {
        m_device.onChange([this] { showChanges(); });
        showChanges(); // what has changed since the board was shown
        m_device.onLogLine([this](const control::LogLine& line) { printLine(line); });
        m_device.onFault([this](const Error& fault) { end(fault); });
        m_device.after(std::chrono::milliseconds(0), [this, package] { install(package); });
        if (duration)
            m_device.after(*duration, [this] { timeIsUp(); });
        m_device.run();
        if (m_watch)
            printChanges(); // of what the app did at its end
        m_board.reset();    // gives the terminal back
        return m_result;
    }

private:
    void install(const fs::path& package)
    {
        if (!m_options.watch.empty()) {
            auto watch = m_device.control().parts().watch(m_options.watch);
            if (!watch) {
                end(watch.error());
                return;
            }
            m_watch = std::move(*watch);
        }
        if (auto checked = checkSets(m_sets, m_device.control().parts()); !checked) {
            end(checked.error());
            return;
        }
        if (!m_options.setAfterLog)
            schedule(engine::VirtualTime());
        m_device.control().apps().install(
            package, {}, [this](Result<control::AppStatus> installed) {
                if (!installed)
                    end(installed.error());
                else if (installed->state == control::AppState::Stopped)
                    end(Error{.code = ErrorCode::Invalid,
                              .message = "the app could not be "
                                         "started",
                              .advice = "its log says why"});
            });
    }

    void schedule(engine::VirtualTime start)
    {
        // Once: what was scheduled is not there any more.
        const auto sets = std::exchange(m_sets, {});
        if (auto scheduled = scheduleSets(sets, m_device.control().parts(), start); !scheduled)
            end(scheduled.error());
    }

    void print(const std::string& line)
    {
        if (m_board) {
            m_board->print(line);
            return;
        }
        m_services.out << line << '\n';
        m_services.out.flush();
    }

    void printLine(const control::LogLine& line)
    {
        if (m_watch)
            printChanges(line.time);
        const double seconds = static_cast<double>(engine::toNanoseconds(line.time)) / 1e9;
        print(fmt::format("[{:12.6f}] {}{}", seconds,
                          line.source == control::LogLineSource::Device ? "device: " : "",
                          line.text));
        const bool isFromApp = line.source != control::LogLineSource::Device;
        if (isFromApp && m_options.setAfterLog &&
            line.text.find(*m_options.setAfterLog) != std::string::npos)
            schedule(line.time);
        if (isFromApp && m_options.untilLog &&
            line.text.find(*m_options.untilLog) != std::string::npos) {
            m_isFound = true;
            finish(ExitCode::Ok);
        }
    }

    /// Those until `end`, so that they come before a line of the log of that time.
    void printChanges(engine::VirtualTime end)
    {
        for (control::PropertySample& sample : m_watch->takeChanges())
            m_changes.push_back(std::move(sample));
        while (!m_changes.empty() && m_changes.front().time <= end) {
            const control::PropertySample& sample = m_changes.front();
            print(fmt::format("[{:12.6f}] {} = {}",
                              static_cast<double>(engine::toNanoseconds(sample.time)) / 1e9,
                              sample.path.toString(), control::toJson(sample.value).dump()));
            m_changes.pop_front();
        }
    }
    void printChanges() { printChanges(engine::VirtualTime::max()); }

    void showChanges()
    {
        if (m_board)
            m_board->changed();
        if (m_watch)
            m_printing.request();
    }

    void timeIsUp()
    {
        const bool isMissing = m_options.untilLog && !m_isFound;
        if (isMissing)
            errorOutput() << fmt::format("error: the log has not shown \"{}\" within {}\n",
                                         *m_options.untilLog, *m_options.duration);
        finish(isMissing ? ExitCode::Failed : ExitCode::Ok);
    }

    void end(const Error& error)
    {
        errorOutput() << "error: " << error.toString() << '\n';
        finish(ExitCode::Failed);
    }

    /// What ends a run is said on a terminal of its own.
    std::ostream& errorOutput()
    {
        m_board.reset();
        return m_services.err;
    }

    void finish(ExitCode result)
    {
        m_result = result;
        m_device.shutdown();
    }

    const RunOptions& m_options;
    Services& m_services;
    runtime::SimulatedDevice& m_device;
    std::vector<ScheduledSet> m_sets; ///< not scheduled yet
    std::unique_ptr<control::PropertyWatch> m_watch;
    PacedAction m_printing;                        ///< of what m_watch has
    std::deque<control::PropertySample> m_changes; ///< taken, not printed yet
    std::unique_ptr<TextBoard> m_board;            ///< nullptr: plain lines
    ExitCode m_result = ExitCode::Ok;
    bool m_isFound = false;
};

} // namespace

namespace
{

/// That the end of the run has stopped.
Result<> writeTimeline(control::TimelineTarget& timeline, const fs::path& file, Services& services)
{
    if (auto stopped = timeline.stop(); !stopped)
        return stopped;
    if (const std::uint64_t dropped = timeline.state().dropped; dropped != 0)
        printNote(fmt::format("\"{}\" lacks {} events, for which there was no room", file.string(),
                              dropped),
                  services);
    return replaceFile(file, timeline.text());
}

} // namespace

Result<ExitCode> runRun(const RunOptions& options, Services& services)
{
    auto time = engine::TimeMode::parse(options.time);
    if (!time)
        return fail(time.error());
    std::optional<std::chrono::milliseconds> duration;
    if (options.duration) {
        const auto parsed = parseDuration(*options.duration);
        if (!parsed)
            return fail(parsed.error());
        duration = *parsed;
    }
    auto sets = parseScheduledSets(options.set);
    if (!sets)
        return fail(sets.error());
    auto names = parseNames(options.resolve);
    if (!names)
        return fail(names.error());
    auto files = allowedFiles(options.allowFiles);
    if (!files)
        return fail(files.error());
    auto loaded = loadBoardFor(options.board, options.source, services);
    if (!loaded)
        return fail(loaded.error());
    if (!*loaded)
        return ExitCode::Failed; // printed
    const boards::Board& board = **loaded;
    const auto app = buildApp(options.source, services, options.target);
    if (!app)
        return fail(app.error());
    const std::string name = options.deviceName.value_or(deviceNameFor(app->name));
    auto core = applicationCore(services);
    if (options.records != device::AppRecords() && (!core || isForHost(app->package)))
        return fail(Error{.code = ErrorCode::Unsupported,
                          .message =
                              "--core-file, --profile, --folded, --coverage and --strace are "
                              "for apps on the emulated application core",
                          .where = {},
                          .expected = "an image package for the device",
                          .advice = "leave out --core host"});
    if (core) {
        core->records = absoluteRecords(options.records);
        if (core->records.elf.empty())
            core->records.elf = app->program;
    }
    auto device = runtime::SimulatedDevice::create(
        {.name = name,
         .folder = options.deviceFolder.value_or(deviceFolder(name, services)),
         .board = board,
         .time = *time,
         .isUartPaced = !options.isUartUnpaced,
         .isStrict = options.isStrict,
         .names = *std::move(names),
         .allowedFiles = *std::move(files),
         .applicationCore = std::move(core),
         .version = version()});
    if (!device)
        return fail(device.error());
    if (options.vcd)
        if (const auto recording = (*device)->recording().start({"*"}); !recording)
            return fail(recording.error());
    control::TimelineTarget& timeline = (*device)->control().timeline();
    if (options.timeline)
        if (const auto started = timeline.start(); !started)
            return fail(started.error());
    if (time->kind() != engine::TimeMode::Kind::Paused && *time != engine::TimeMode::realTime() &&
        isForHost(app->package))
        printNote(fmt::format("--time {} is for the board alone: in host mode the app's clocks, "
                              "timers and sleeps keep real time",
                              options.time),
                  services);
    Run run(options, services, **device, std::move(*sets));
    if (const auto shown = run.showBoard(board); !shown)
        return fail(shown.error());
    const ExitCode result = run(app->package, duration);
    if (options.vcd)
        if (const auto written =
                replaceFile(*options.vcd, engine::toVcd((*device)->recording().trace()));
            !written)
            return fail(written.error());
    if (options.timeline)
        if (const auto written = writeTimeline(timeline, *options.timeline, services); !written)
            return fail(written.error());
    return result;
}

Command runCommand(Services& services)
{
    return Command::make("run", "Run an app on a simulated board", declareRun, runRun, services);
}

} // namespace perisphere::tools
