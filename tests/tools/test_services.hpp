// Services that a test looks into: captured streams, its own environment, a folder as home.
#pragma once

#include "command/command_line.hpp"
#include "command/services.hpp"
#include "temporary_directory.hpp"

#include <fstream>
#include <iterator>
#include <map>
#include <sstream>

namespace perisphere::test
{

class TestServices
{
public:
    TestServices() { variables["HOME"] = (folder / "home").string(); }

    /// Runs a command line, the output of earlier ones forgotten.
    tools::ExitCode run(const tools::Command& root, const std::vector<std::string>& arguments)
    {
        out.str({});
        err.str({});
        return tools::runCommandLine(root, arguments, services);
    }

    /// The same with a fresh tree: options are filled once.
    tools::ExitCode run(tools::Command (*make)(tools::Services&),
                        const std::vector<std::string>& arguments)
    {
        return run(make(services), arguments);
    }

    [[nodiscard]] std::string path(const std::string& name) const
    {
        return (folder / name).string();
    }

    /// Writes a file below the test's folder; gives its path.
    std::string write(const std::string& name, const std::string& content) const
    {
        const std::filesystem::path file = folder / name;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary) << content;
        return file.string();
    }

    [[nodiscard]] std::string read(const std::string& name) const
    {
        std::ifstream file(folder / name, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }

    TemporaryDirectory folder;
    std::map<std::string, std::string, std::less<>> variables;
    std::ostringstream out;
    std::ostringstream err;
    hardware::DiskFileSource definitions;
    tools::Services services{
        .out = out,
        .err = err,
        .environment = [this](std::string_view name) -> std::optional<std::string> {
            const auto found = variables.find(name);
            return found == variables.end() ? std::nullopt
                                            : std::optional<std::string>(found->second);
        },
        .definitions = definitions};
};

inline const std::string kManifest = R"({
  "SchemaVersion": 1,
  "Name": "Blink",
  "ComponentId": "1689D8B2-C835-2E27-27AD-E894D6D15FA9",
  "EntryPoint": "/bin/app",
  "CmdArgs": [],
  "Capabilities": { "Gpio": [ "$MT3620_RDB_LED1_RED", 12 ] },
  "ApplicationType": "Default"
}
)";

/// A folder to pack, "app", with a manifest that needs the reference board.
inline void writeApp(const TestServices& test, const std::string& manifest = kManifest)
{
    test.write("app/app_manifest.json", manifest);
    test.write("app/bin/app", "\x7f"
                              "ELF and so on");
    test.write("app/notes/readme.txt", "hello\n");
}

} // namespace perisphere::test
