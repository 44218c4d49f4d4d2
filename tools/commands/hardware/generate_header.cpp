#include "commands/hardware/generate_header.hpp"

#include "command/report.hpp"
#include "perisphere/base/atomic_file.hpp"
#include "perisphere/base/file.hpp"

#include <fmt/format.h>

namespace perisphere::tools
{

void declareHardwareGenerateHeader(Command& command, HardwareGenerateHeaderOptions& options)
{
    using hardware::IncludeStyle;
    command.describe("The header goes to inc/hw/NAME.h in the folder of the definition. It depends "
                     "on that file alone: imports are included, not followed. Same definition, "
                     "same bytes.");
    command.argument("FILE", options.definition, "hardware definition");
    command.option("--output,-o", "FILE", options.output,
                   "header to write or check; \"-\" is the standard output");
    command.choice("--include-style", "STYLE", options.includeStyle,
                   {{"hw", IncludeStyle::HwFolder, "hw/NAME.h"},
                    {"bare", IncludeStyle::Bare, "NAME.h"},
                    {"relative", IncludeStyle::Relative, "../../../FOLDER/inc/hw/NAME.h"}},
                   "how imports are included, instead of by the form of their path");
    command.flag("--check", options.onlyCheck,
                 "write nothing; end with 1 when the header is not as it would be generated");
    command.example("perisphere hardware generate-header HardwareDefinitions/sample_appliance.json",
                    "after an edit of a definition");
}

namespace
{

constexpr std::uint64_t kMaxFileBytes = 1UL << 20U;

Result<> write(const std::filesystem::path& header, const std::string& text)
{
    std::error_code ignored; // what fails here fails in the next line, with a name
    if (header.has_parent_path())
        std::filesystem::create_directories(header.parent_path(), ignored);
    return replaceFile(header, text);
}

Result<> check(const hardware::DefinitionFile& file, const std::filesystem::path& header)
{
    const auto text = readTextFile(header, kMaxFileBytes);
    if (!text)
        return fail(text.error());
    return hardware::checkHeader(file, *text, header.string());
}

} // namespace

Result<ExitCode> runHardwareGenerateHeader(const HardwareGenerateHeaderOptions& options,
                                           Services& services)
{
    auto text = readTextFile(options.definition, kMaxFileBytes);
    if (!text)
        return fail(text.error().during("read hardware definition"));
    const auto parsed = hardware::parseDefinitionFile(*text, options.definition.string());
    printDiagnostics(parsed.diagnostics, services);
    if (!parsed.ok())
        return ExitCode::Failed;
    const std::filesystem::path header =
        options.output.value_or(hardware::headerPath(options.definition.string()));
    const std::string generated =
        hardware::generateHeader(*parsed.value, {.includeStyle = options.includeStyle});
    if (header == "-" && !options.onlyCheck) {
        services.out << generated;
        return ExitCode::Ok;
    }
    const auto done = options.onlyCheck ? check(*parsed.value, header) : write(header, generated);
    if (!done)
        return fail(done.error().during(options.onlyCheck ? "check header" : "write header"));
    if (!options.isQuiet)
        services.out << fmt::format("{}: {}\n", header.string(),
                                    options.onlyCheck ? "up to date" : "written");
    return ExitCode::Ok;
}

Command hardwareGenerateHeaderCommand(Services& services)
{
    return Command::make("generate-header", "Generate the C header of a hardware definition",
                         declareHardwareGenerateHeader, runHardwareGenerateHeader, services);
}

} // namespace perisphere::tools
