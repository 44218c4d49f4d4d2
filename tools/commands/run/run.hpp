// perisphere run: build an app, start a simulated board, run the app on it, show its log.
#pragma once

#include "command/command.hpp"
#include "perisphere/engine/time_mode.hpp"
#include "support/app_records.hpp"
#include "support/build_target.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace perisphere::tools
{

struct RunOptions {
    std::filesystem::path source = "."; ///< project, staged folder or package
    BuildTarget target;
    std::string board = "mt3620_rdb"; ///< a shipped board, or a board file
    std::string time = "realtime";
    std::optional<std::string> duration; ///< "10s", "500ms"
    std::optional<std::string> untilLog; ///< ends the run, successfully, when a line contains it
    std::optional<std::string> deviceName;
    std::optional<std::filesystem::path> deviceFolder;
    std::vector<std::string> watch;         ///< properties to print when they change: "D1.*"
    std::vector<std::string> set;           ///< "SW2.pressed=true@1500ms"
    std::optional<std::string> setAfterLog; ///< times of `set` count from a line that contains it
    std::vector<std::string> resolve;       ///< "api.example.com=127.0.0.1:8443"
    std::vector<std::filesystem::path> allowFiles;
    std::optional<std::filesystem::path> vcd;      ///< what the nets did goes there
    std::optional<std::filesystem::path> timeline; ///< what everything did when goes there
    device::AppRecords records;                    ///< what the emulated application core writes
    bool isUartUnpaced = false;
    bool isStrict = false;
    bool headless = false;
};

void declareRun(Command& command, RunOptions& options);
[[nodiscard]] Result<ExitCode> runRun(const RunOptions& options, Services& services);
[[nodiscard]] Command runCommand(Services& services);

} // namespace perisphere::tools
