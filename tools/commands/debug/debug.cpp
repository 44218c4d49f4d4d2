#include "commands/debug/debug.hpp"

#include "command/report.hpp"
#include "support/app_source.hpp"
#include "support/debugged_program.hpp"
#include "support/program.hpp"
#include "support/running_app.hpp"

#include <fmt/format.h>

#include <optional>

namespace perisphere::tools
{

void declareDebug(Command& command, DebugOptions& options)
{
    command.describe("Starts an app of a running device so that it waits before its first "
                     "instruction, and gdb on it: gdb-multiarch for apps that are built for the "
                     "device's cores, gdb for those of host mode. One that runs is started again. "
                     "When gdb is left, the app goes on.");
    command.argument("APP", options.app, "component id or name; the only installed app by default")
        .named(NameSource::Apps)
        .optional();
    command.option("--source", "PATH", options.source,
                   "build this project, folder or package and install it first, as \"perisphere "
                   "device sideload\" does");
    command.option("--preset,-p", "NAME", options.preset,
                   "with --source: configure preset of the project, such as ARM-Debug");
    declareBuildTarget(command, options.target);
    command
        .option("--elf", "FILE", options.elf,
                "the program with its symbols, such as out/ARM-Debug/NAME.out; with --source "
                "that of the build")
        .file();
    command.option("--gdb", "PROGRAM", options.gdb, "the debugger; by the program's kind else");
    command.option("--execute,-x", "COMMAND", options.commands,
                   "a command for gdb when it is connected; repeat it for more");
    command.flag("--batch", options.isBatch, "end gdb after the commands of --execute");
    declareDeviceOption(command, options.device);
    command.flag(
        "--json", options.asJson,
        "print where the app waits and what would be called, as JSON, and leave it waiting");
    command.example("perisphere debug --source samples/blink",
                    "build for the device, install, debug");
    command.example("perisphere debug blink -x 'break main' -x continue -x backtrace --batch",
                    "without a hand");
}

namespace
{

struct Chosen {
    std::string app; ///< empty: the only one
    std::filesystem::path elf;
};

/// What --source makes and installs.
Result<Chosen> install(const DebugOptions& options, control::ControlClient& device,
                       Services& services)
{
    const auto built = options.preset.empty() ? buildApp(options.source, services, options.target)
                                              : buildByPreset(options.source, options.preset,
                                                              options.target, services);
    if (!built)
        return fail(built.error());
    const auto app =
        device.call("app.install", {{"package", built->package.string()}, {"start", false}});
    if (!app)
        return fail(app.error());
    return Chosen{.app = app->value("componentId", std::string()), .elf = built->program};
}

Error explainGdb(const Error& error, const std::string& gdb)
{
    Error explained = error;
    if (error.code == ErrorCode::NotFound)
        explained.advice =
            fmt::format("install the package {}, or name another one with --gdb", gdb);
    return explained;
}

} // namespace

Result<ExitCode> runDebug(const DebugOptions& options, Services& services)
{
    if (options.source.empty() && !options.preset.empty())
        return fail(Error{.code = ErrorCode::InvalidArgument,
                          .message = "--preset is for what --source builds",
                          .advice = "give --source PATH as well"});
    auto device = connectToDevice(options.device, services);
    if (!device)
        return fail(device.error());
    Chosen chosen{.app = options.app};
    if (!options.source.empty()) {
        auto installed = install(options, *device, services);
        if (!installed)
            return fail(installed.error());
        chosen = std::move(*installed);
    }
    if (!options.elf.empty())
        chosen.elf = std::filesystem::absolute(options.elf);
    std::optional<ProgramKind> kind;
    if (!chosen.elf.empty()) {
        const auto found = kindOfProgram(chosen.elf);
        if (!found)
            return fail(found.error());
        kind = *found;
    }
    const auto app = chooseApp(chosen.app, *device);
    if (!app)
        return fail(app.error());
    const auto status = device->call("app.start", {{"app", *app}, {"debug", true}});
    if (!status)
        return fail(explainApp(status.error()));
    const auto port = status->value("debugPort", std::uint16_t{0});
    const std::string gdb = options.gdb.empty() ? debuggerFor(kind) : options.gdb;
    std::vector<std::string> words = debuggerWords(gdb, chosen.elf, kind, port, services);
    if (options.isBatch)
        words.insert(words.begin() + 1, "-batch");
    for (const std::string& text : options.commands) {
        words.emplace_back("-ex");
        words.push_back(text);
    }
    if (options.asJson) {
        printJson({{"app", *app}, {"port", port}, {"debugger", words}}, services);
        return ExitCode::Ok;
    }
    services.out.flush();
    const Error failed = becomeProgram(words);
    return fail(explainGdb(failed, gdb));
}

Command debugCommand(Services& services)
{
    return Command::make("debug", "Debug an app with gdb", declareDebug, runDebug, services);
}

} // namespace perisphere::tools
