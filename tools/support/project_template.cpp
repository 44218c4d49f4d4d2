#include "support/project_template.hpp"

#include "perisphere/base/file.hpp"
#include "perisphere/base/suggest.hpp"
#include "perisphere/json/document.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <system_error>

namespace perisphere::tools
{
namespace
{

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxDescriptionBytes = std::uint64_t{64} * 1024;
constexpr const char* kDescription = "template.json";
constexpr const char* kCommon = "common";
constexpr std::array kLanguages = {"c", "c++"};

/// Names that stand for a text are capitals, digits and '_'; other text between two '@' is itself.
bool isValueName(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    });
}

Error wrongMember(const json::Document& document, const std::string& pointer, std::string expected)
{
    return {.code = ErrorCode::Invalid,
            .message = "a template's description cannot be used",
            .where = document.locate(pointer),
            .expected = std::move(expected)};
}

Result<TemplateValues> readValues(const json::Document& document, const json::Value& board,
                                  const std::string& pointer)
{
    if (!board.is_object())
        return fail(wrongMember(document, pointer, "an object of names and texts"));
    TemplateValues values;
    for (const auto& [name, text] : board.items()) {
        if (!isValueName(name) || !text.is_string())
            return fail(wrongMember(document, fmt::format("{}/{}", pointer, name),
                                    "a name in capitals with a text as its value"));
        values[name] = text.get<std::string>();
    }
    return values;
}

Result<ProjectTemplate> readTemplate(const fs::path& folder)
{
    const fs::path file = folder / kDescription;
    const auto text = readTextFile(file, kMaxDescriptionBytes);
    if (!text)
        return fail(text.error());
    const auto document = json::Document::parse(*text, file.string());
    if (!document)
        return fail(document.error());
    const json::Value& root = document->root();
    if (!root.is_object() || !root.value("description", json::Value()).is_string())
        return fail(wrongMember(*document, "/description", "an object with a \"description\""));
    ProjectTemplate result{.name = folder.filename().string(),
                           .description = root["description"].get<std::string>(),
                           .languages = {},
                           .values = {},
                           .folder = folder};
    std::error_code ignored;
    for (const char* language : kLanguages)
        if (fs::is_directory(folder / language, ignored))
            result.languages.emplace_back(language);
    const json::Value boards = root.value("values", json::Value::object());
    if (!boards.is_object())
        return fail(wrongMember(*document, "/values", "an object of boards"));
    for (const auto& [board, values] : boards.items()) {
        auto read = readValues(*document, values, "/values/" + board);
        if (!read)
            return fail(read.error());
        result.values[board] = *std::move(read);
    }
    return result;
}

/// "gitignore" is kept under a name that does not act on the template itself.
std::string projectPath(std::string path)
{
    constexpr std::string_view kKept = "gitignore";
    const std::size_t name = path.rfind('/') == std::string::npos ? 0 : path.rfind('/') + 1;
    if (std::string_view(path).substr(name) == kKept)
        path.insert(name, 1, '.');
    return path;
}

Result<TreeEntry> filledIn(const TreeEntry& entry, const TemplateValues& values)
{
    TreeEntry result = entry;
    auto path = fillIn(projectPath(entry.path), values, entry.path);
    if (!path)
        return fail(path.error());
    result.path = *std::move(path);
    if (entry.kind == TreeEntry::Kind::Directory) {
        result.mode = 0755;
        return result;
    }
    result.mode = (entry.mode & 0100U) != 0 ? 0755 : 0644; // not those of who installed the SDK
    const std::string_view text(reinterpret_cast<const char*>(entry.content.data()),
                                entry.content.size());
    auto content = fillIn(text, values, entry.path);
    if (!content)
        return fail(content.error());
    const auto bytes = std::as_bytes(std::span(*content));
    result.content.assign(bytes.begin(), bytes.end());
    return result;
}

void replaceOrAdd(DirectoryTree& tree, TreeEntry entry)
{
    const auto found = std::find_if(tree.begin(), tree.end(),
                                    [&](const TreeEntry& one) { return one.path == entry.path; });
    if (found == tree.end())
        tree.push_back(std::move(entry));
    else
        *found = std::move(entry);
}

} // namespace

Result<std::vector<ProjectTemplate>> listTemplates(const fs::path& templates)
{
    std::vector<ProjectTemplate> found;
    std::error_code problem;
    for (const auto& entry : fs::directory_iterator(templates, problem)) {
        std::error_code ignored;
        if (!fs::exists(entry.path() / kDescription, ignored))
            continue;
        auto one = readTemplate(entry.path());
        if (!one)
            return fail(one.error());
        found.push_back(*std::move(one));
    }
    if (problem)
        return fail(systemError(problem.value(), "list", templates.string()));
    std::sort(found.begin(), found.end(),
              [](const auto& a, const auto& b) { return a.name < b.name; });
    return found;
}

Result<ProjectTemplate> findTemplate(const std::vector<ProjectTemplate>& templates,
                                     std::string_view name)
{
    std::vector<std::string_view> names;
    for (const ProjectTemplate& one : templates) {
        if (one.name == name)
            return one;
        names.emplace_back(one.name);
    }
    return fail(Error{.code = ErrorCode::NotFound,
                      .message = fmt::format("there is no template \"{}\"", name),
                      .expected = fmt::format("one of: {}", fmt::join(names, ", ")),
                      .advice = suggestion(name, names)});
}

Result<std::string> fillIn(std::string_view text, const TemplateValues& values,
                           const std::string& file)
{
    std::string result;
    while (!text.empty()) {
        const std::size_t start = text.find('@');
        const std::size_t end = start == std::string_view::npos ? start : text.find('@', start + 1);
        if (end == std::string_view::npos)
            break;
        const std::string_view name = text.substr(start + 1, end - start - 1);
        result += text.substr(0, start);
        if (!isValueName(name)) { // the second '@' may begin a name
            result += text.substr(start, end - start);
            text.remove_prefix(end);
            continue;
        }
        const auto found = values.find(std::string(name));
        if (found == values.end())
            return fail(
                Error{.code = ErrorCode::Invalid,
                      .message = fmt::format("nothing is known to stand for \"@{}@\"", name),
                      .where = {.file = file},
                      .expected = {},
                      .advice = "give it in \"values\" of template.json"});
        result += found->second;
        text.remove_prefix(end + 1);
    }
    result += text;
    return result;
}

Result<DirectoryTree> instantiate(const ProjectTemplate& one, const std::string& language,
                                  const TemplateValues& values)
{
    DirectoryTree project;
    for (const fs::path& part : {one.folder / kCommon, one.folder / language}) {
        const auto tree = readTree(part);
        if (!tree)
            return fail(tree.error().during("read template"));
        for (const TreeEntry& entry : *tree) {
            auto filled = filledIn(entry, values);
            if (!filled)
                return fail(filled.error().during("read template"));
            replaceOrAdd(project, *std::move(filled));
        }
    }
    sortTree(project);
    return project;
}

} // namespace perisphere::tools
