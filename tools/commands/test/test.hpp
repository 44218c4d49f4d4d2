// perisphere test: run scenario files on simulated devices, report as text, JUnit XML or JSON.
#pragma once

#include "command/command.hpp"
#include "support/build_target.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace perisphere::tools
{

struct TestOptions {
    std::vector<std::filesystem::path> files;
    BuildTarget target;
    std::vector<std::string> filter;  ///< parts of names; a scenario has to have one of them
    std::optional<std::string> board; ///< in place of the scenarios'
    std::optional<std::filesystem::path> junit;
    std::optional<std::filesystem::path> vcd;      ///< a recording of every scenario goes there
    std::optional<std::filesystem::path> timeline; ///< so does what everything did when
    std::vector<std::filesystem::path> allowFiles;
    std::string powerCut; ///< "all", the number of a change, or empty: none
    bool isVerbose = false;
    bool asJson = false;
};

void declareTest(Command& command, TestOptions& options);
[[nodiscard]] Result<ExitCode> runTest(const TestOptions& options, Services& services);
[[nodiscard]] Command testCommand(Services& services);

} // namespace perisphere::tools
