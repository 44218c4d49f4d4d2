#include "commands/completion/completion_names.hpp"

#include "support/project_template.hpp"
#include "support/property_names.hpp"
#include "support/sdk_folders.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <system_error>

namespace perisphere::tools
{

namespace fs = std::filesystem;

void declareCompletionNames(Command& command, CompletionNamesOptions& options)
{
    std::vector<Meaning<NameSource>> sources;
    sources.reserve(kNameSources.size());
    for (const NameSourceWord& one : kNameSources)
        sources.push_back({std::string(one.word), one.source, ""});
    command.choice({}, "SOURCE", options.source, std::move(sources), "of the names").required();
    declareDeviceOption(command, options.device);
}

namespace
{

using Names = std::vector<std::string>;

/// Somebody waits with a finger on the key.
constexpr std::chrono::milliseconds kPatience{500};

Names ofBoards(const Services& services)
{
    Names names;
    const auto folder = boardsFolder(services);
    if (!folder)
        return names;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(*folder, ignored))
        if (entry.path().extension() == ".json")
            names.push_back(entry.path().stem().string());
    std::sort(names.begin(), names.end());
    return names;
}

Names ofTemplates(const Services& services)
{
    Names names;
    const auto folder = templatesFolder(services);
    if (!folder)
        return names;
    if (const auto templates = listTemplates(*folder))
        for (const ProjectTemplate& one : *templates)
            names.push_back(one.name);
    return names;
}

Names ofDevices(const Services& services)
{
    Names names;
    if (const auto devices = runningDevices(services))
        for (const control::RunningDevice& device : *devices)
            names.push_back(device.name);
    return names;
}

/// The member "name" of each entry of a list that the device gives.
Names ofList(control::ControlClient& device, const char* method, const char* list)
{
    Names names;
    const auto answer = device.call(method, json::Value::object(), kPatience);
    if (!answer)
        return names;
    for (const json::Value& one : answer->value(list, json::Value::array()))
        names.push_back(one.value("name", std::string()));
    return names;
}

Names ofProperties(control::ControlClient& device, bool isSettable)
{
    Names names;
    if (const auto properties = boardProperties(device, kPatience))
        for (const NamedProperty& one : *properties)
            if (!isSettable || one.description.value("settable", false))
                names.push_back(one.path());
    return names;
}

Names ofDevice(const CompletionNamesOptions& options, const Services& services)
{
    auto device = connectToDevice(options.device, services);
    if (!device)
        return {};
    switch (options.source) {
    case NameSource::Apps:
        return ofList(*device, "app.list", "apps");
    case NameSource::Faults:
        return ofList(*device, "fault.list", "types");
    case NameSource::Properties:
        return ofProperties(*device, false);
    case NameSource::SettableProperties:
        return ofProperties(*device, true);
    case NameSource::Boards:
    case NameSource::Devices:
    case NameSource::Templates:
        break;
    }
    return {};
}

} // namespace

Result<ExitCode> runCompletionNames(const CompletionNamesOptions& options, Services& services)
{
    Names names;
    switch (options.source) {
    case NameSource::Boards:
        names = ofBoards(services);
        break;
    case NameSource::Devices:
        names = ofDevices(services);
        break;
    case NameSource::Templates:
        names = ofTemplates(services);
        break;
    case NameSource::Apps:
    case NameSource::Faults:
    case NameSource::Properties:
    case NameSource::SettableProperties:
        names = ofDevice(options, services);
        break;
    }
    for (const std::string& name : names)
        services.out << name << '\n';
    return ExitCode::Ok;
}

Command completionNamesCommand(Services& services)
{
    Command command = Command::make("completion-names", "Print names for the completion scripts",
                                    declareCompletionNames, runCompletionNames, services);
    command.hide();
    return command;
}

} // namespace perisphere::tools
