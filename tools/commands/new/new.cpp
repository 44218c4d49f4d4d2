#include "commands/new/new.hpp"

#include "command/report.hpp"
#include "support/new_folder.hpp"
#include "support/project_template.hpp"
#include "support/sdk_folders.hpp"
#include "support/simulated_board.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <system_error>

namespace perisphere::tools
{

namespace fs = std::filesystem;

void declareNew(Command& command, NewOptions& options)
{
    command.describe(
        "Makes the folder PATH with an app that builds and runs as it is, and that has "
        "a component id of its own. A folder that holds something is refused.");
    command.argument("PATH", options.folder, "folder of the project").directory().optional();
    command
        .option("--template,-t", "NAME", options.templateName,
                "what to begin with; see --list; blink by default")
        .named(NameSource::Templates);
    command.choice("--language,-l", "LANGUAGE", options.language,
                   {{"c", std::string("c"), "C11"}, {"c++", std::string("c++"), "C++20"}},
                   "of the app; c by default");
    command
        .option("--board,-b", "NAME", options.board,
                "shipped board, or a board file; mt3620_rdb by default")
        .named(NameSource::Boards);
    command.option("--name", "NAME", options.name, "of the app; the folder's by default");
    command.flag("--list", options.isList, "list the templates and make nothing");
    command.flag("--json", options.asJson, "print JSON");
    command.example("perisphere new hello && perisphere run hello",
                    "from nothing to a blinking LED");
    command.example("perisphere new --template blank --language c++ --board avnet_mt3620_sk hello",
                    "an empty app in C++ for another board");
}

namespace
{

constexpr std::size_t kMaxNameBytes = 31; ///< what an image package has room for

json::Value toJson(const ProjectTemplate& one)
{
    json::Value boards = json::Value::array();
    for (const auto& [board, values] : one.values)
        boards.push_back(board);
    return {{"name", one.name},
            {"description", one.description},
            {"languages", one.languages},
            {"boards", std::move(boards)}};
}

ExitCode printList(const std::vector<ProjectTemplate>& templates, bool asJson, Services& services)
{
    json::Value list = json::Value::array();
    std::size_t width = 0;
    for (const ProjectTemplate& one : templates) {
        list.push_back(toJson(one));
        width = std::max(width, one.name.size());
    }
    if (asJson) {
        printJson({{"templates", std::move(list)}}, services);
        return ExitCode::Ok;
    }
    for (const ProjectTemplate& one : templates)
        services.out << fmt::format("{:{}}  {} ({})\n", one.name, width, one.description,
                                    fmt::join(one.languages, ", "));
    return ExitCode::Ok;
}

/// The name becomes CMake's project and target, and the package's.
Result<> checkName(const std::string& name)
{
    const auto isLetter = [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; };
    const bool isFine = !name.empty() && name.size() <= kMaxNameBytes && isLetter(name.front()) &&
                        std::all_of(name.begin(), name.end(), [&](char c) {
                            return isLetter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_';
                        });
    // Names that CMake keeps for targets of its own, and the one that every project gets.
    constexpr std::string_view kReserved[] = {"all",     "ALL_BUILD", "clean",   "help",
                                              "install", "test",      "package", "MakeImage"};
    if (isFine &&
        std::find(std::begin(kReserved), std::end(kReserved), name) == std::end(kReserved))
        return {};
    return fail(Error{
        .code = ErrorCode::InvalidArgument,
        .message = fmt::format("\"{}\" cannot be the name of an app", name),
        .expected = fmt::format("1 to {} letters, digits, '-' or '_', a letter first, and no name "
                                "that CMake keeps, such as \"test\"",
                                kMaxNameBytes),
        .advice = "give another one by --name"});
}

/// One that no other app has: from the kernel's random numbers.
Result<std::string> freshComponentId()
{
    constexpr std::size_t kGuidBytes = 36;
    std::ifstream source("/proc/sys/kernel/random/uuid");
    std::string id;
    if (std::getline(source, id) && id.size() == kGuidBytes)
        return id;
    return fail(ErrorCode::Io, "cannot make a component id from \"/proc/sys/kernel/random/uuid\"");
}

Error notForBoard(const ProjectTemplate& one, const std::string& board)
{
    std::vector<std::string_view> boards;
    for (const auto& [name, values] : one.values)
        boards.emplace_back(name);
    return {.code = ErrorCode::NotFound,
            .message =
                fmt::format("the template \"{}\" does not know the board \"{}\"", one.name, board),
            .expected = fmt::format("one of: {}", fmt::join(boards, ", ")),
            .advice = "take the template blank, which is for every board"};
}

Result<TemplateValues> valuesFor(const ProjectTemplate& one, const boards::Board& board,
                                 const NewOptions& options, const std::string& name)
{
    TemplateValues values;
    if (!one.values.empty()) {
        const auto found = one.values.find(board.id);
        if (found == one.values.end())
            return fail(notForBoard(one, board.id));
        values = found->second;
    }
    const auto id = freshComponentId();
    if (!id)
        return fail(id.error());
    values["NAME"] = name;
    values["COMPONENT_ID"] = *id;
    values["BOARD"] = options.board;
    values["HARDWARE_DEFINITION"] = board.hardwareDefinition;
    values["HARDWARE_HEADER"] = fs::path(board.hardwareDefinition).stem().string();
    return values;
}

void report(const NewOptions& options, const std::string& name, const TemplateValues& values,
            const DirectoryTree& tree, Services& services)
{
    if (options.asJson) {
        json::Value files = json::Value::array();
        for (const TreeEntry& entry : tree)
            if (entry.kind == TreeEntry::Kind::File)
                files.push_back(entry.path);
        printJson({{"folder", fs::absolute(options.folder).lexically_normal().string()},
                   {"name", name},
                   {"componentId", values.at("COMPONENT_ID")},
                   {"files", std::move(files)}},
                  services);
        return;
    }
    services.out << fmt::format("{}: {} app \"{}\" for {}; next: perisphere run {}{}\n",
                                options.folder.string(), options.templateName, name, options.board,
                                options.folder.string(),
                                options.board == kDefaultBoard ? "" : " --board " + options.board);
}

Result<ExitCode> makeProject(const NewOptions& options,
                             const std::vector<ProjectTemplate>& templates, Services& services)
{
    const fs::path folder = fs::absolute(options.folder).lexically_normal();
    const fs::path last = folder.has_filename() ? folder : folder.parent_path();
    const std::string name = options.name.value_or(last.filename().string());
    if (auto checked = checkName(name); !checked)
        return fail(checked.error());
    const auto one = findTemplate(templates, options.templateName);
    if (!one)
        return fail(one.error());
    if (std::find(one->languages.begin(), one->languages.end(), options.language) ==
        one->languages.end())
        return fail(Error{.code = ErrorCode::NotFound,
                          .message = fmt::format("the template \"{}\" is not there in {}",
                                                 one->name, options.language),
                          .expected = fmt::format("one of: {}", fmt::join(one->languages, ", "))});
    const auto board = loadBoardFor(options.board, ".", services);
    if (!board)
        return fail(board.error());
    if (!*board)
        return ExitCode::Failed; // printed
    const auto values = valuesFor(*one, **board, options, name);
    if (!values)
        return fail(values.error());
    const auto tree = instantiate(*one, options.language, *values);
    if (!tree)
        return fail(tree.error());
    if (auto written = writeNewFolder(*tree, last); !written)
        return fail(written.error());
    report(options, name, *values, *tree, services);
    return ExitCode::Ok;
}

} // namespace

Result<ExitCode> runNew(const NewOptions& options, Services& services)
{
    if (!options.isList && options.folder.empty())
        return reportUsage("PATH (folder of the project) is missing; see \"perisphere new --help\"",
                           services);
    const auto folder = templatesFolder(services);
    if (!folder)
        return fail(folder.error());
    const auto templates = listTemplates(*folder);
    if (!templates)
        return fail(templates.error());
    if (options.isList)
        return printList(*templates, options.asJson, services);
    return makeProject(options, *templates, services);
}

Command newCommand(Services& services)
{
    return Command::make("new", "Make a project for an app", declareNew, runNew, services);
}

} // namespace perisphere::tools
