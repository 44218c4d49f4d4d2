#include "commands/test/prepared_scenario.hpp"

#include "command/report.hpp"
#include "command/version.hpp"
#include "perisphere/base/file.hpp"
#include "perisphere/scenario/run.hpp"
#include "support/app_source.hpp"
#include "support/host_mode.hpp"
#include "support/scratch_folder.hpp"
#include "support/sdk_folders.hpp"
#include "support/simulated_board.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <unistd.h>

namespace perisphere::tools
{
namespace
{

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxScenarioBytes = 256ULL * 1024;

class Preparation
{
public:
    Preparation(const TestOptions& options, TestDevices& devices, Services& services)
        : m_options(options)
        , m_devices(devices)
        , m_services(services)
    {
    }

    Result<std::optional<std::vector<PreparedScenario>>> operator()()
    {
        auto scenarios = readAll();
        if (!scenarios)
            return fail(scenarios.error());
        if (!*scenarios)
            return std::nullopt; // printed
        const auto isGood = prepareAll(std::move(**scenarios));
        if (!isGood)
            return fail(isGood.error());
        return *isGood ? std::optional(std::move(m_prepared)) : std::nullopt;
    }

private:
    struct InFile {
        fs::path file;
        scenario::Scenario scenario;
    };

    /// nullopt when findings were printed.
    Result<std::optional<std::vector<InFile>>> readAll()
    {
        std::vector<InFile> all;
        bool hasFindings = false;
        for (const fs::path& file : m_options.files) {
            const auto text = readTextFile(file, kMaxScenarioBytes);
            if (!text)
                return fail(text.error());
            auto parsed = scenario::parseScenarios(*text, file.string(),
                                                   scenario::filesBeside(file.string()));
            printDiagnostics(parsed.diagnostics, m_services);
            hasFindings = hasFindings || !parsed.ok();
            if (!parsed.value)
                continue;
            for (scenario::Scenario& one : *parsed.value)
                if (isWanted(one.name))
                    all.push_back({file, std::move(one)});
        }
        if (hasFindings)
            return std::nullopt;
        if (all.empty())
            return fail(Error{.code = ErrorCode::NotFound,
                              .message = "no scenario's name contains what --filter wants"});
        return all;
    }

    [[nodiscard]] bool isWanted(std::string_view name) const
    {
        return m_options.filter.empty() ||
               std::any_of(m_options.filter.begin(), m_options.filter.end(),
                           [&](const std::string& text) {
                               return name.find(text) != std::string_view::npos;
                           });
    }

    /// Boards first and their properties, then the apps, which take longer. False when findings
    /// were printed.
    Result<bool> prepareAll(std::vector<InFile> all)
    {
        bool isGood = true;
        std::vector<fs::path> folders;
        std::vector<fs::path> apps;
        for (InFile& one : all) {
            const fs::path folder = one.file.parent_path();
            folders.push_back(folder);
            apps.push_back(one.scenario.app ? folder / *one.scenario.app : fs::path());
            auto board = boardOf(one.scenario, folder, apps.back());
            if (!board)
                return fail(board.error());
            if (!*board) {
                isGood = false;
                continue;
            }
            m_prepared.push_back({.scenario = std::move(one.scenario),
                                  .board = std::move(**board),
                                  .package = {},
                                  .program = {},
                                  .packages = {}});
            const auto findings = check(m_prepared.back());
            if (!findings)
                return fail(findings.error());
            printDiagnostics(*findings, m_services);
            isGood = isGood && !hasErrors(*findings);
        }
        if (!isGood)
            return false;
        for (std::size_t i = 0; i < m_prepared.size(); ++i)
            if (auto prepared = preparePackages(m_prepared[i], apps[i], folders[i]); !prepared)
                return fail(prepared.error().during(
                    fmt::format("prepare \"{}\"", m_prepared[i].scenario.name)));
        return true;
    }

    Result<> preparePackages(PreparedScenario& one, const fs::path& app, const fs::path& folder)
    {
        if (!app.empty()) {
            const auto built = builtOf(app);
            if (!built)
                return fail(built.error());
            one.package = built->package;
            one.program = built->program;
            warnOfHostTime(one.scenario, built->package);
        }
        for (const auto* steps : {&one.scenario.steps, &one.scenario.recover})
            for (const auto& step : *steps) {
                const auto further = step->app();
                if (!further)
                    continue;
                const auto built = builtOf(folder / *further);
                if (!built)
                    return fail(built.error());
                one.packages[*further] = built->package;
            }
        return {};
    }

    void warnOfHostTime(const scenario::Scenario& scenario, const fs::path& package)
    {
        if (scenario.time.kind() != engine::TimeMode::Kind::Unthrottled || !isForHost(package))
            return;
        printDiagnostics(
            {{.severity = Severity::Warning,
              .rule = "fast-app",
              .where = scenario.where,
              .message = "with \"time: fast\" virtual time does not wait for an app that is built "
                         "for this machine",
              .expected = "realtime, xN such as x10, or the app's image package for the device"}},
            m_services);
    }

    Result<std::optional<boards::Board>> boardOf(const scenario::Scenario& scenario,
                                                 const fs::path& folder, const fs::path& app)
    {
        if (m_options.board)
            return loadBoardFor(*m_options.board, app.empty() ? folder : app, m_services);
        const std::string name = scenario.board.value_or(std::string(kDefaultBoard));
        // A name without a folder: of the app, else beside the scenario, else shipped.
        std::error_code ignored;
        return loadBoardFor(name,
                            !app.empty() && fs::exists(app / name, ignored) ? app
                            : folder.empty()                                ? fs::path(".")
                                                                            : folder,
                            m_services);
    }

    Result<BuiltApp> builtOf(const fs::path& app)
    {
        const auto found = m_built.find(app);
        if (found != m_built.end())
            return found->second;
        auto built = buildApp(app, m_services, m_options.target);
        if (built)
            m_built[app] = *built;
        return built;
    }

    Result<Diagnostics> check(const PreparedScenario& one)
    {
        const auto folder = ScratchFolder::make();
        if (!folder)
            return fail(folder.error());
        const auto device = m_devices.make(one, folder->path());
        if (!device)
            return fail(device.error());
        return checkScenario(one.scenario, (*device)->control());
    }

    const TestOptions& m_options;
    TestDevices& m_devices;
    Services& m_services;
    std::vector<PreparedScenario> m_prepared;
    std::map<fs::path, BuiltApp> m_built; ///< by app
};

} // namespace

Result<std::unique_ptr<runtime::SimulatedDevice>> TestDevices::make(const PreparedScenario& one,
                                                                    const fs::path& folder)
{
    auto core = applicationCore(m_services);
    if (core)
        core->records.elf = one.program;
    return runtime::SimulatedDevice::create(
        {.name = fmt::format("test-{}-{}", ::getpid(), ++m_made),
         .folder = folder,
         .board = one.board,
         .time = one.scenario.time,
         .seed = one.scenario.seed,
         .names = one.scenario.hosts,
         .allowedFiles = m_allowedFiles,
         .applicationCore = std::move(core),
         .version = version()});
}

Result<std::optional<std::vector<PreparedScenario>>>
prepareScenarios(const TestOptions& options, TestDevices& devices, Services& services)
{
    return Preparation(options, devices, services)();
}

} // namespace perisphere::tools
