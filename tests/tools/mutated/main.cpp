// The command with one fault that does nothing: perisphere_mutated FAULT COMMAND... A scenario of
// that fault has to fail here; one that passes would not notice a broken fault.

#include "command/command_line.hpp"
#include "commands/perisphere.hpp"
#include "faults/fault.hpp"
#include "faults/muted.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>

using namespace perisphere;

namespace
{

std::optional<std::string> environment(std::string_view name)
{
    const char* value = std::getenv(std::string(name).c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

bool isFault(std::string_view name)
{
    const auto& kinds = runtime::faultKinds();
    return std::any_of(kinds.begin(), kinds.end(),
                       [&](const runtime::FaultKind& kind) { return kind.type.name == name; });
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 3 || !isFault(argv[1])) {
        std::cerr << "usage: perisphere_mutated FAULT COMMAND..., with a fault of "
                     "\"perisphere sim fault list\"\n";
        return 2;
    }
    runtime::muteFault(argv[1]);
    hardware::DiskFileSource definitions;
    tools::Services services{.out = std::cout,
                             .err = std::cerr,
                             .environment = environment,
                             .definitions = definitions,
                             .executable = std::filesystem::read_symlink("/proc/self/exe"),
                             .outIsTerminal = false,
                             .errIsTerminal = false};
    const std::vector<std::string> arguments(argv + 2, argv + argc);
    return static_cast<int>(
        tools::runCommandLine(tools::perisphereCommand(services), arguments, services));
}
