#include "commands/build/build.hpp"

#include "command/report.hpp"
#include "support/app_source.hpp"

namespace perisphere::tools
{

void declareBuild(Command& command, BuildOptions& options)
{
    command.describe("Configures and builds a CMake project, or packs a folder with "
                     "app_manifest.json and the program, and prints where the image package is. "
                     "Without a preset the app is for the device, as \"perisphere run\" runs it, "
                     "with the variables of the project's own settings, such as its board "
                     "(docs/sdk/cmake.md). What the compiler says goes to the standard error "
                     "stream.");
    command.argument("PATH", options.source, "what to build; the current folder by default")
        .directory()
        .optional();
    command.option("--preset,-p", "NAME", options.preset,
                   "configure preset of the project, such as ARM-Debug; builds in out/NAME");
    declareBuildTarget(command, options.target);
    command.flag("--json", options.asJson, "print JSON");
    command.example("perisphere build samples/blink", "for the device, real or simulated");
    command.example("perisphere build samples/blink --core host",
                    "for this machine, for its sanitizers and debugger");
}

Result<ExitCode> runBuild(const BuildOptions& options, Services& services)
{
    const auto app = options.preset.empty()
                         ? buildApp(options.source, services, options.target)
                         : buildByPreset(options.source, options.preset, options.target, services);
    if (!app)
        return fail(app.error());
    if (options.asJson)
        printJson({{"name", app->name}, {"package", app->package.string()}}, services);
    else
        services.out << app->package.string() << '\n';
    return ExitCode::Ok;
}

Command buildCommand(Services& services)
{
    return Command::make("build", "Build an app", declareBuild, runBuild, services);
}

} // namespace perisphere::tools
