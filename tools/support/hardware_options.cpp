#include "support/hardware_options.hpp"

namespace perisphere::tools
{

void declareHardwareDirectories(Command& command, std::vector<std::filesystem::path>& directories)
{
    command
        .option("--hardware-definitions", "DIR", directories,
                "folder to look for definitions in, before the SDK's")
        .directory();
}

void declareHardwareOptions(Command& command, HardwareOptions& options)
{
    command
        .option("--hardware-definition", "NAME", options.definition,
                "board definition that gives \"$NAME\" entries their values: a file, or the name "
                "of one in the searched folders")
        .file();
    declareHardwareDirectories(command, options.directories);
}

std::optional<std::filesystem::path> sdkHardwareDefinitions(const Services& services)
{
    for (const char* variable : {"PERISPHERE_SDK", "AzureSphereDefaultSDKDir"})
        if (const auto sdk = services.setting(variable))
            return std::filesystem::path(*sdk) / "HardwareDefinitions";
    if (services.executable.empty())
        return std::nullopt;
    return services.executable.parent_path().parent_path() / "HardwareDefinitions";
}

std::string definitionFileName(const std::string& name)
{
    constexpr std::string_view kSuffix = ".json";
    const bool hasSuffix = std::filesystem::path(name).has_extension();
    return hasSuffix ? name : name + std::string(kSuffix);
}

Checked<hardware::Definition> loadHardware(const HardwareOptions& options, Services& services)
{
    std::vector<std::string> directories;
    for (const std::filesystem::path& directory : options.directories)
        directories.push_back(directory.string());
    if (const auto sdk = sdkHardwareDefinitions(services))
        directories.push_back(sdk->string());
    return hardware::Definition::load(definitionFileName(options.definition), directories,
                                      services.definitions);
}

} // namespace perisphere::tools
