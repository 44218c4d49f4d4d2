// The commands of perisphered: each is a file and a line in main.cpp.
#pragma once

#include <CLI/CLI.hpp>

#include <functional>

/// What was asked for; ends with the process' exit code.
using Run = std::function<int()>;

void addCheck(CLI::App& app, Run& run);
void addRun(CLI::App& app, Run& run);
