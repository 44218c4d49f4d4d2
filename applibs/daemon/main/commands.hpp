// The commands of perisphered: each is a file and a line in commands.inc.
#pragma once

#include <CLI/CLI.hpp>

#include <functional>

/// What was asked for; ends with the process' exit code.
using Run = std::function<int()>;

#define COMMAND(function) void function(CLI::App& app, Run& run);
#include "commands.inc"
#undef COMMAND
