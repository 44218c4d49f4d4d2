#include "commands/test/test.hpp"

#include "command/report.hpp"
#include "commands/test/json_report.hpp"
#include "commands/test/prepared_scenario.hpp"
#include "commands/test/recording_names.hpp"
#include "perisphere/base/atomic_file.hpp"
#include "perisphere/base/folder.hpp"
#include "perisphere/runtime/simulated_device.hpp"
#include "perisphere/scenario/junit.hpp"
#include "perisphere/scenario/power_cut.hpp"
#include "perisphere/scenario/run.hpp"
#include "perisphere/scenario/scenario.hpp"
#include "support/allowed_files.hpp"
#include "support/scratch_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace perisphere::tools
{

namespace fs = std::filesystem;

void declareTest(Command& command, TestOptions& options)
{
    command.describe(
        "A scenario file says in steps what happens to a simulated board and what is expected of "
        "it: docs/simulator/scenarios.md. Every scenario has a new device, which is gone "
        "afterwards. Nothing runs unless all files are right. Ends with 1 when a scenario fails, "
        "with the step, the log's last lines, the last edges, and what was recorded as a VCD "
        "file.");
    command.argument("FILE", options.files, "scenario files").repeatable();
    declareBuildTarget(command, options.target);
    command.option("--filter,-f", "TEXT", options.filter,
                   "only scenarios whose name contains the text");
    command
        .option("--board,-b", "NAME", options.board,
                "shipped board, or a board file, in place of the scenarios'")
        .named(NameSource::Boards);
    command.option("--junit", "FILE", options.junit, "write a JUnit XML report");
    command
        .option(
            "--vcd", "DIR", options.vcd,
            "write a VCD file of every scenario; without, of those that fail, beside the report")
        .directory();
    command
        .option("--timeline", "DIR", options.timeline,
                "write a timeline of every scenario, for ui.perfetto.dev and Chrome's "
                "chrome://tracing")
        .directory();
    command.option("--power-cut", "all|N", options.powerCut,
                   "cut the power at each change that the scenario makes to what the device "
                   "remembers, or at the one of that number, and switch it on again");
    declareAllowFiles(command, options.allowFiles);
    command.flag("--verbose,-v", options.isVerbose, "print each step when it begins");
    command.flag("--json", options.asJson, "print JSON");
    command.example("perisphere test samples/button/scenario.yaml", "run one file");
    command.example("perisphere test samples/settings/scenario.yaml --power-cut all",
                    "whether the app's file survives a loss of power at any instant");
    command.example("perisphere test tests/*.yaml --junit report.xml --vcd recordings",
                    "in CI: a report, and what all nets did");
}

namespace
{

constexpr std::size_t kMaxFurtherFailures = 9; // a device or an app that is wrong fails all over

class TestRun
{
public:
    TestRun(const TestOptions& options, Services& services)
        : m_options(options)
        , m_services(services)
    {
    }

    Result<ExitCode> operator()()
    {
        if (auto parsed = parsePowerCut(); !parsed)
            return fail(parsed.error());
        auto files = allowedFiles(m_options.allowFiles);
        if (!files)
            return fail(files.error());
        m_devices.allowFiles(*std::move(files));
        auto prepared = prepareScenarios(m_options, m_devices, m_services);
        if (!prepared)
            return fail(prepared.error());
        if (!*prepared)
            return ExitCode::Failed; // printed
        m_prepared = **std::move(prepared);
        if (auto ran = runAll(); !ran)
            return fail(ran.error());
        if (auto reported = report(); !reported)
            return fail(reported.error());
        const bool isGood = std::none_of(m_results.begin(), m_results.end(),
                                         [](const auto& one) { return one.failure.has_value(); });
        return isGood ? ExitCode::Ok : ExitCode::Failed;
    }

private:
    Result<> parsePowerCut()
    {
        if (m_options.powerCut.empty() || m_options.powerCut == "all")
            return {};
        const auto number = convertWord<std::size_t>(m_options.powerCut);
        if (!number || *number == 0)
            return fail(
                Error{.code = ErrorCode::InvalidArgument,
                      .message = fmt::format("--power-cut takes no \"{}\"", m_options.powerCut),
                      .expected = "\"all\", or the number of a change from 1 on"});
        m_onlyCut = *number;
        return {};
    }

    Result<> runAll()
    {
        if (m_options.vcd)
            if (auto made = makeFolder(*m_options.vcd); !made)
                return made;
        std::string file;
        for (const PreparedScenario& one : m_prepared) {
            if (!m_options.asJson &&
                std::exchange(file, one.scenario.where.file) != one.scenario.where.file)
                m_services.out << one.scenario.where.file << std::endl;
            auto result = runOne(one);
            if (!result)
                return fail(result.error());
            m_results.push_back(std::move(*result));
            m_recordingName = m_names.nameFor(m_results.back());
            const bool isWanted = m_options.vcd || m_results.back().failure;
            if (isWanted)
                if (auto written = writeVcd(m_results.back()); !written)
                    return written;
            if (m_options.timeline)
                if (auto written = writeTimeline(m_results.back()); !written)
                    return written;
            m_results.back().trace = {}; // of many runs it would be much
            m_results.back().timeline = {};
            if (!m_options.asJson)
                print(m_results.back());
            if (m_results.back().wasInterrupted)
                return fail(ErrorCode::Invalid, "the test was interrupted");
        }
        return {};
    }

    Result<scenario::ScenarioResult> runOne(const PreparedScenario& one)
    {
        const auto folder = ScratchFolder::make();
        if (!folder)
            return fail(folder.error());
        auto device = m_devices.make(one, folder->path());
        if (!device)
            return fail(device.error());
        scenario::RunOptions options = runOptions(one);
        options.package = one.package;
        options.hasTimeline = m_options.timeline.has_value();
        if (m_options.powerCut.empty())
            return runScenario(one.scenario, **device, options);
        return runWithCuts(one, std::move(*device), folder->path(), options);
    }

    [[nodiscard]] scenario::RunOptions runOptions(const PreparedScenario& one)
    {
        scenario::RunOptions options{.package = {}, .packages = one.packages};
        if (m_options.isVerbose && !m_options.asJson)
            options.onStep = [this](const scenario::Step& step) {
                m_services.out << fmt::format("    line {}: {}", step.where.line, step.text())
                               << std::endl;
            };
        return options;
    }

    /// The run itself, then a device from each folder that a power cut would have left.
    Result<scenario::ScenarioResult> runWithCuts(const PreparedScenario& one,
                                                 std::unique_ptr<runtime::SimulatedDevice> device,
                                                 const fs::path& folder,
                                                 const scenario::RunOptions& options)
    {
        const auto scratch = ScratchFolder::make();
        if (!scratch)
            return fail(scratch.error());
        std::optional<scenario::PowerCuts> recorder;
        recorder.emplace(*device, folder,
                         scenario::PowerCutOptions{.scratch = scratch->path(), .only = m_onlyCut});
        auto result = runScenario(one.scenario, *device, options);
        const auto cuts = recorder->finish();
        recorder.reset();
        device.reset();
        if (result.failure) // before any cut: what is recorded tells what it was
            return result;
        if (!cuts) {
            result.failure = scenario::Failure{.where = one.scenario.where,
                                               .step = "cut the power",
                                               .expected = "cuts to try",
                                               .seen = cuts.error().toString(),
                                               .log = {},
                                               .edges = {}};
            return result;
        }
        tryCuts(one, *cuts, result);
        return result;
    }

    void tryCuts(const PreparedScenario& one, const std::vector<scenario::PowerCut>& cuts,
                 scenario::ScenarioResult& result)
    {
        const scenario::PowerOn powerOn{
            .device = [&](const fs::path& folder) { return m_devices.make(one, folder); },
            .run = runOptions(one)};
        std::vector<std::string> further;
        for (const scenario::PowerCut& cut : cuts) {
            showProgress(cut, cuts);
            ++result.powerCuts;
            auto [failure, wasInterrupted] = tryPowerCut(cut, one.scenario, result.app, powerOn);
            result.wasInterrupted = wasInterrupted;
            if (failure && !result.failure)
                result.failure = std::move(failure);
            else if (failure)
                further.push_back(cut.text());
            if (wasInterrupted || further.size() == kMaxFurtherFailures)
                break;
        }
        endProgress();
        for (const std::string& text : further)
            result.failure->seen += "\n  also fails: " + text;
    }

    void showProgress(const scenario::PowerCut& cut, const std::vector<scenario::PowerCut>& cuts)
    {
        if (m_options.isVerbose && !m_options.asJson)
            m_services.out << "    " << cut.text() << std::endl;
        else if (m_services.errIsTerminal)
            m_services.err << fmt::format("\r\x1b[K  power cut {} of {}", &cut - cuts.data() + 1,
                                          cuts.size())
                           << std::flush;
    }

    void endProgress()
    {
        if (m_services.errIsTerminal)
            m_services.err << "\r\x1b[K" << std::flush;
    }

    Result<> writeVcd(const scenario::ScenarioResult& result)
    {
        const fs::path folder = m_options.vcd     ? *m_options.vcd
                                : m_options.junit ? m_options.junit->parent_path()
                                                  : fs::path();
        if (auto made = makeFolder(folder); !made)
            return made;
        m_vcd = folder / (m_recordingName + ".vcd");
        return replaceFile(m_vcd, engine::toVcd(result.trace));
    }

    Result<> writeTimeline(const scenario::ScenarioResult& result)
    {
        if (auto made = makeFolder(*m_options.timeline); !made)
            return made;
        return replaceFile(*m_options.timeline / (m_recordingName + ".json"), result.timeline);
    }

    void print(const scenario::ScenarioResult& result)
    {
        const double seconds = static_cast<double>(result.duration.count()) / 1e9;
        const std::string cuts = m_options.powerCut.empty()
                                     ? std::string()
                                     : fmt::format(", {} power cuts", result.powerCuts);
        m_services.out << fmt::format("  {}  {} ({:.3f} s{})\n",
                                      result.failure ? "FAILED" : "passed", result.name, seconds,
                                      cuts);
        if (result.failure) {
            m_services.out << describeFailure(*result.failure, "    ");
            m_services.out << fmt::format("      recorded: {}\n", m_vcd.string());
        }
        m_services.out.flush();
    }

    Result<> report()
    {
        if (m_options.junit) {
            if (auto made = makeFolder(m_options.junit->parent_path()); !made)
                return made;
            if (auto written = replaceFile(*m_options.junit, scenario::toJUnit(m_results));
                !written)
                return written;
        }
        const auto failed = static_cast<std::size_t>(
            std::count_if(m_results.begin(), m_results.end(),
                          [](const auto& one) { return one.failure.has_value(); }));
        if (m_options.asJson)
            printJson(jsonReport(m_results, !m_options.powerCut.empty()), m_services);
        else
            m_services.out << fmt::format("{} passed, {} failed\n", m_results.size() - failed,
                                          failed);
        return {};
    }

    const TestOptions& m_options;
    Services& m_services;
    TestDevices m_devices{m_services};
    std::vector<PreparedScenario> m_prepared;
    std::vector<scenario::ScenarioResult> m_results;
    RecordingNames m_names;
    std::string m_recordingName;          ///< of the last result's
    fs::path m_vcd;                       ///< written last
    std::optional<std::size_t> m_onlyCut; ///< nullopt: all
};

} // namespace

Result<ExitCode> runTest(const TestOptions& options, Services& services)
{
    return TestRun(options, services)();
}

Command testCommand(Services& services)
{
    return Command::make("test", "Run scenario files on simulated boards", declareTest, runTest,
                         services);
}

} // namespace perisphere::tools
