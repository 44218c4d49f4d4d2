#include "commands/run/run.hpp"

#include "command/report.hpp"
#include "command/version.hpp"
#include "perisphere/control/property_json.hpp"
#include "perisphere/runtime/simulated_device.hpp"
#include "support/app_source.hpp"
#include "support/duration.hpp"
#include "support/simulated_board.hpp"

#include <fmt/format.h>

#include <memory>

namespace perisphere::tools
{

namespace fs = std::filesystem;

void declareRun(Command& command, RunOptions& options)
{
    command.describe(
        "PATH is a CMake project, a folder with app_manifest.json and the program, or "
        "an image package; the current folder by default. A project is built for this "
        "machine (host mode). The app is installed on a simulated board that keeps its "
        "state from run to run, and its log is printed with the virtual time.");
    command.argument("PATH", options.source, "what to run").optional();
    command.option("--board", "NAME", options.board,
                   "shipped board, or a board file; mt3620_rdb by default");
    command.option("--time", "MODE", options.time, "realtime, xN (x10, x0.5), fast or paused");
    command.option("--for", "DURATION", options.duration, "end after this host time, such as 10s");
    command.option("--until-log", "TEXT", options.untilLog,
                   "end when a line of the log contains the text; with --for, running out of time "
                   "before that fails");
    command.option("--watch", "PATTERN", options.watch,
                   "print properties of parts when they change, such as \"D1.*\"");
    command.option("--device", "NAME", options.deviceName,
                   "name of the device; the project's by default");
    command.option("--device-folder", "DIR", options.deviceFolder,
                   "where the device keeps its state");
    command.flag("--headless", options.headless, "no board on the terminal, the log only");
    command.example("perisphere run samples/blink --watch 'D1.*'", "see a LED blink");
    command.example("perisphere run --headless --for 10s --until-log ready",
                    "fail in CI unless the app says it is ready");
}

namespace
{

/// One run: what is printed, and when it ends.
class Run
{
public:
    Run(const RunOptions& options, Services& services, runtime::SimulatedDevice& device)
        : m_options(options)
        , m_services(services)
        , m_device(device)
    {
    }

    ExitCode operator()(const fs::path& package, std::optional<std::chrono::milliseconds> duration)
    {
        m_device.onLogLine([this](const control::LogLine& line) { printLine(line); });
        m_device.after(std::chrono::milliseconds(0), [this, package] { install(package); });
        if (duration)
            m_device.after(*duration, [this] { timeIsUp(); });
        m_device.run();
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
            printChanges();
        }
        m_device.control().apps().install(package, {},
                                          [this](Result<control::AppStatus> installed) {
                                              if (!installed)
                                                  end(installed.error());
                                          });
    }

    void printLine(const control::LogLine& line)
    {
        const double seconds = static_cast<double>(engine::toNanoseconds(line.time)) / 1e9;
        m_services.out << fmt::format(
            "[{:12.6f}] {}{}\n", seconds,
            line.source == control::LogLineSource::Device ? "device: " : "", line.text);
        m_services.out.flush();
        const bool isFromApp = line.source != control::LogLineSource::Device;
        if (isFromApp && m_options.untilLog &&
            line.text.find(*m_options.untilLog) != std::string::npos) {
            m_isFound = true;
            finish(ExitCode::Ok);
        }
    }

    void printChanges()
    {
        for (const control::PropertySample& sample : m_watch->takeChanges())
            m_services.out << fmt::format(
                "[{:12.6f}] {} = {}\n",
                static_cast<double>(engine::toNanoseconds(sample.time)) / 1e9,
                sample.path.toString(), control::toJson(sample.value).dump());
        m_services.out.flush();
        m_device.after(std::chrono::milliseconds(10), [this] { printChanges(); });
    }

    void timeIsUp()
    {
        const bool isMissing = m_options.untilLog && !m_isFound;
        if (isMissing)
            m_services.err << fmt::format("error: the log has not shown \"{}\" within {}\n",
                                          *m_options.untilLog, *m_options.duration);
        finish(isMissing ? ExitCode::Failed : ExitCode::Ok);
    }

    void end(const Error& error)
    {
        m_services.err << "error: " << error.toString() << '\n';
        finish(ExitCode::Failed);
    }

    void finish(ExitCode result)
    {
        m_result = result;
        m_device.shutdown();
    }

    const RunOptions& m_options;
    Services& m_services;
    runtime::SimulatedDevice& m_device;
    std::unique_ptr<control::PropertyWatch> m_watch;
    ExitCode m_result = ExitCode::Ok;
    bool m_isFound = false;
};

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
    auto board = loadBoardFor(options.board, options.source, services);
    if (!board)
        return fail(board.error());
    if (!*board)
        return ExitCode::Failed; // printed
    const auto app = buildApp(options.source, services);
    if (!app)
        return fail(app.error());
    const std::string name = options.deviceName.value_or(deviceNameFor(app->name));
    auto device = runtime::SimulatedDevice::create(
        {.name = name,
         .folder = options.deviceFolder.value_or(deviceFolder(name, services)),
         .board = **std::move(board),
         .time = *time,
         .version = version()});
    if (!device)
        return fail(device.error());
    return Run(options, services, **device)(app->package, duration);
}

Command runCommand(Services& services)
{
    return Command::make("run", "Run an app on a simulated board", declareRun, runRun, services);
}

} // namespace perisphere::tools
