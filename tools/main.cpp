// Builds what the commands need of the world and hands it to the face that was called.

#include "azsphere/azsphere.hpp"
#include "command/command_line.hpp"
#include "commands/perisphere.hpp"

#include <cstdlib>
#include <iostream>
#include <unistd.h>

using namespace perisphere;

namespace
{

std::optional<std::string> environment(std::string_view name)
{
    const char* value = std::getenv(std::string(name).c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

/// As installed, whichever link it was called through.
std::filesystem::path executable()
{
    std::error_code ignored;
    return std::filesystem::read_symlink("/proc/self/exe", ignored);
}

} // namespace

int main(int argc, char** argv)
{
    hardware::DiskFileSource definitions;
    tools::Services services{.out = std::cout,
                             .err = std::cerr,
                             .environment = environment,
                             .definitions = definitions,
                             .executable = executable(),
                             .outIsTerminal = ::isatty(STDOUT_FILENO) == 1,
                             .errIsTerminal = ::isatty(STDERR_FILENO) == 1};
    const std::vector<std::string> arguments(argv + std::min(argc, 1), argv + argc);
    const std::string calledAs =
        argc > 0 ? std::filesystem::path(argv[0]).stem().string() : "perisphere";
    if (calledAs.starts_with("azsphere")) { // azsphere_v1, azsphere_v2 too
        const tools::Command root = tools::azsphere::azsphereCommand(services);
        return static_cast<int>(
            tools::runCommandLine(root, tools::azsphere::normalised(root, arguments), services));
    }
    return static_cast<int>(
        tools::runCommandLine(tools::perisphereCommand(services), arguments, services));
}
