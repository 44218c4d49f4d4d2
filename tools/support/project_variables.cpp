#include "support/project_variables.hpp"

#include "command/report.hpp"
#include "perisphere/base/file.hpp"
#include "perisphere/json/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <system_error>

namespace perisphere::tools
{
namespace
{

namespace fs = std::filesystem;
using json::Value;

constexpr std::uint64_t kMaxSettingsBytes = std::uint64_t{1024} * 1024;
constexpr std::string_view kUsualConfiguration = "ARM-Debug";

using Values = std::map<std::string, std::string, std::less<>>;

const Value* member(const Value& object, std::string_view key)
{
    const auto found = object.is_object() ? object.find(std::string(key)) : object.end();
    return found == object.end() ? nullptr : &*found;
}

std::optional<std::string> textOf(const Value& object, std::string_view key)
{
    const Value* const value = member(object, key);
    return value != nullptr && value->is_string() ? std::optional(value->get<std::string>())
                                                  : std::nullopt;
}

/// The elements of an array; none of anything else.
std::vector<const Value*> elements(const Value& object, std::string_view key)
{
    std::vector<const Value*> result;
    if (const Value* const list = member(object, key); list != nullptr && list->is_array())
        for (const Value& element : *list)
            result.push_back(&element);
    return result;
}

/// Of several named configurations: the usual one, or else the first.
const Value* chosen(const std::vector<const Value*>& configurations)
{
    const auto usual =
        std::find_if(configurations.begin(), configurations.end(),
                     [](const Value* one) { return textOf(*one, "name") == kUsualConfiguration; });
    if (usual != configurations.end())
        return *usual;
    return configurations.empty() ? nullptr : configurations.front();
}

/// What stands for `$name{argument}`; nullopt: not known here.
using Macro =
    std::function<std::optional<std::string>(std::string_view name, std::string_view argument)>;

/// `text` with its macros replaced; nullopt when one is not known.
std::optional<std::string> expand(std::string_view text, const Macro& macro)
{
    std::string result;
    while (!text.empty()) {
        const std::size_t dollar = text.find('$');
        result += text.substr(0, dollar);
        if (dollar == std::string_view::npos)
            break;
        const std::size_t open = text.find('{', dollar);
        const std::size_t close = text.find('}', dollar);
        if (open == std::string_view::npos || close == std::string_view::npos || close < open)
            return std::nullopt;
        const auto value = macro(text.substr(dollar + 1, open - dollar - 1),
                                 text.substr(open + 1, close - open - 1));
        if (!value)
            return std::nullopt;
        result += *value;
        text.remove_prefix(close + 1);
    }
    return result;
}

struct Settings {
    const fs::path& project;
    const fs::path& sdk;
    const Services& services;
    const Value& root;

    /// What builds of the device see.
    [[nodiscard]] std::optional<std::string> environment(std::string_view name) const
    {
        if (name == "AzureSphereDefaultSDKDir")
            return sdk.string() + "/";
        return services.setting(name);
    }
};

/// Visual Studio and Visual Studio Code write paths as Windows does.
std::string withSlashes(std::string text)
{
    std::replace(text.begin(), text.end(), '\\', '/');
    return text;
}

/// Adds what the preset and those that it inherits from give; what is there already stays.
void addPreset(const std::vector<const Value*>& presets, const Value& preset, Values& values,
               std::set<const Value*>& seen)
{
    if (!seen.insert(&preset).second)
        return; // by another way, or in a circle
    if (const Value* const variables = member(preset, "cacheVariables");
        variables != nullptr && variables->is_object())
        for (const auto& [name, value] : variables->items())
            if (const auto text = value.is_string() ? std::optional(value.get<std::string>())
                                                    : textOf(value, "value"))
                values.emplace(name, *text);
    std::vector<std::string> parents;
    if (const auto parent = textOf(preset, "inherits"))
        parents.push_back(*parent);
    for (const Value* const parent : elements(preset, "inherits"))
        if (parent->is_string())
            parents.push_back(parent->get<std::string>());
    for (const std::string& parent : parents)
        for (const Value* const other : presets)
            if (textOf(*other, "name") == parent)
                addPreset(presets, *other, values, seen);
}

Values ofPresets(const Settings& settings)
{
    const auto presets = elements(settings.root, "configurePresets");
    std::vector<const Value*> visible;
    std::copy_if(presets.begin(), presets.end(), std::back_inserter(visible), [](const Value* one) {
        const Value* const hidden = member(*one, "hidden");
        return hidden == nullptr || *hidden != true;
    });
    const Value* const preset = chosen(visible);
    if (preset == nullptr)
        return {};
    Values given;
    std::set<const Value*> seen;
    addPreset(presets, *preset, given, seen);
    const Macro macro = [&](std::string_view name,
                            std::string_view argument) -> std::optional<std::string> {
        if (name == "env" || name == "penv")
            return settings.environment(argument);
        if (name.empty() && argument == "sourceDir")
            return settings.project.string();
        if (name.empty() && argument == "presetName")
            return textOf(*preset, "name");
        return std::nullopt;
    };
    Values values;
    for (const auto& [name, text] : given)
        if (auto value = expand(text, macro))
            values.emplace(name, std::move(*value));
    return values;
}

Values ofVisualStudio(const Settings& settings)
{
    const Value* const configuration = chosen(elements(settings.root, "configurations"));
    if (configuration == nullptr)
        return {};
    const Macro macro = [&](std::string_view name,
                            std::string_view argument) -> std::optional<std::string> {
        constexpr std::string_view kEnvironment = "env.";
        if (!name.empty())
            return std::nullopt;
        if (argument == "projectDir" || argument == "workspaceRoot" || argument == "thisFileDir")
            return settings.project.string();
        if (argument == "name")
            return textOf(*configuration, "name");
        if (!argument.starts_with(kEnvironment))
            return std::nullopt;
        argument.remove_prefix(kEnvironment.size());
        for (const Value* const group : elements(settings.root, "environments"))
            if (auto value = textOf(*group, argument);
                value && value->find('$') == std::string::npos)
                return value;
        return settings.environment(argument);
    };
    Values values;
    for (const Value* const variable : elements(*configuration, "variables")) {
        const auto name = textOf(*variable, "name");
        const auto text = textOf(*variable, "value");
        if (!name || !text)
            continue;
        if (auto value = expand(*text, macro))
            values.emplace(*name, withSlashes(std::move(*value)));
    }
    return values;
}

Values ofVisualStudioCode(const Settings& settings)
{
    const Value* const variables = member(settings.root, "cmake.configureSettings");
    if (variables == nullptr || !variables->is_object())
        return {};
    const Macro macro = [&](std::string_view name,
                            std::string_view argument) -> std::optional<std::string> {
        constexpr std::string_view kEnvironment = "env:";
        if (!name.empty())
            return std::nullopt;
        if (argument == "workspaceRoot" || argument == "workspaceFolder")
            return settings.project.string();
        if (argument == "command:azuresphere.AzureSphereSdkDir")
            return settings.sdk.string();
        return argument.starts_with(kEnvironment)
                   ? settings.environment(argument.substr(kEnvironment.size()))
                   : std::nullopt;
    };
    Values values;
    for (const auto& [name, text] : variables->items())
        if (text.is_string())
            if (auto value = expand(text.get<std::string>(), macro))
                values.emplace(name, withSlashes(std::move(*value)));
    return values;
}

struct SettingsFile {
    std::string_view name;
    Values (*read)(const Settings& settings);
};

constexpr std::array kFiles = {
    SettingsFile{"CMakePresets.json", ofPresets},
    SettingsFile{"CMakeSettings.json", ofVisualStudio},
    SettingsFile{".vscode/settings.json", ofVisualStudioCode},
};

/// The others choose the compiler, and with it what host mode does otherwise.
bool isProjectsOwn(std::string_view name)
{
    return !name.starts_with("CMAKE_") && name != "ARM_GNU_PATH";
}

} // namespace

std::string withoutComments(std::string_view text)
{
    std::string result(text);
    constexpr std::size_t kNone = std::string_view::npos;
    std::size_t comma = kNone; // the last thing before where we are
    const auto blank = [&](std::size_t from, std::size_t to) {
        for (std::size_t i = from; i < to; ++i)
            if (result[i] != '\n' && result[i] != '\r')
                result[i] = ' ';
    };
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '"') {
            while (++at < text.size() && text[at] != '"')
                if (text[at] == '\\')
                    ++at;
            comma = kNone;
        } else if (text.substr(at, 2) == "//") {
            const std::size_t end = std::min(text.find('\n', at), text.size());
            blank(at, end);
            at = end - 1;
        } else if (text.substr(at, 2) == "/*") {
            const std::size_t close = text.find("*/", at + 2);
            const std::size_t end = close == kNone ? text.size() : close + 2;
            blank(at, end);
            at = end - 1;
        } else if (c == ',') {
            comma = at;
        } else if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
            if ((c == '}' || c == ']') && comma != kNone)
                result[comma] = ' ';
            comma = kNone;
        }
    }
    return result;
}

std::vector<ProjectVariable> projectVariables(const fs::path& project, const fs::path& sdk,
                                              Services& services)
{
    std::map<std::string, ProjectVariable> taken;
    for (const SettingsFile& one : kFiles) {
        const fs::path file = project / one.name;
        std::error_code ignored;
        if (!fs::is_regular_file(file, ignored))
            continue;
        const auto text = readTextFile(file, kMaxSettingsBytes);
        const auto document = text ? json::Document::parse(withoutComments(*text), file.string())
                                   : tl::unexpected(text.error());
        if (!document) {
            Diagnostic finding = toDiagnostic(document.error(), "project-settings");
            finding.severity = Severity::Warning;
            finding.advice = "its variables are not used; mend it if it chooses the app's board";
            printDiagnostics({finding}, services);
            continue;
        }
        const Settings settings{
            .project = project, .sdk = sdk, .services = services, .root = document->root()};
        for (const auto& [name, value] : one.read(settings))
            if (isProjectsOwn(name))
                taken.try_emplace(
                    name,
                    ProjectVariable{.name = name, .value = value, .file = std::string(one.name)});
    }
    std::vector<ProjectVariable> result;
    result.reserve(taken.size());
    for (auto& [name, variable] : taken)
        result.push_back(std::move(variable));
    return result;
}

} // namespace perisphere::tools
