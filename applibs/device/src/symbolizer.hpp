// Names and lines of code for places in programs.
#pragma once

#include "perisphere/device/crash_report.hpp"

namespace perisphere::device
{

/// One text for each frame: "main at /src/main.c:12", or "/app/bin/app+0x1156" where no more is
/// known. Runs addr2line once for each file.
[[nodiscard]] std::vector<std::string> symbolize(const std::vector<CrashFrame>& frames);

} // namespace perisphere::device
