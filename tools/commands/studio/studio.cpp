#include "commands/studio/studio.hpp"

#include "support/program.hpp"

#include <filesystem>
#include <utility>
#include <vector>

namespace perisphere::tools
{

void declareStudio(Command& command, StudioOptions& options)
{
    command
        .argument("WHAT", options.what,
                  "project folder or image package to start a device with; or a recording of "
                  "signals (.vcd) to look at")
        .file()
        .optional();
    command
        .option("--device,-d", "NAME", options.device, "the device that runs already to attach to")
        .named(NameSource::Devices);
    command.option("--board,-b", "BOARD", options.board, "the board, or board file, to start")
        .named(NameSource::Boards);
    command.choice<std::string>(
        "--theme", "THEME", options.theme,
        {{"light", "light", "dark on light"}, {"dark", "dark", "light on dark"}},
        "what the window looks like; what was set last by default");
    command.example("perisphere studio samples/button", "see and press the sample's board");
    command.example("perisphere studio --device bench", "look at a device that runs");
}

Result<ExitCode> runStudio(const StudioOptions& options, Services& services)
{
    const std::filesystem::path program = services.executable.parent_path() / "perisphere-studio";
    std::error_code ignored;
    if (!std::filesystem::exists(program, ignored))
        return fail(Error{.code = ErrorCode::NotFound,
                          .message = "the window is not installed",
                          .where = {.file = program.string()},
                          .expected = {},
                          .advice = "in a checkout, ./run studio installs Qt and builds it"});
    std::vector<std::string> arguments{program.string()};
    for (const auto& [name, value] :
         {std::pair("--device", &options.device), std::pair("--board", &options.board),
          std::pair("--theme", &options.theme)})
        if (!value->empty())
            arguments.insert(arguments.end(), {name, *value});
    if (!options.what.empty())
        arguments.insert(arguments.end(), {"--", options.what});
    return fail(becomeProgram(std::move(arguments)));
}

Command studioCommand(Services& services)
{
    return Command::make("studio", "Open the window: a board to see and to touch", declareStudio,
                         runStudio, services);
}

} // namespace perisphere::tools
