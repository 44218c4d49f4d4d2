// Reading what a crashed app left, as lines for its log.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/base/unique_fd.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::device
{

/// A place in a file that was mapped into the app.
struct CrashFrame {
    std::string file;         ///< absolute path; empty where nothing was mapped
    std::uint64_t offset = 0; ///< in the file, of the instruction; else the address
    bool operator==(const CrashFrame&) const = default;
};

/// Innermost first. The text is the app's: anything may be in it. Nothing for what is no report.
[[nodiscard]] std::vector<CrashFrame> parseCrashReport(std::string_view text);

/// A memory file for a report, see protocol/crash_report.hpp.
[[nodiscard]] Result<UniqueFd> makeCrashReport();

/// "#0 main at /src/main.c:12", by addr2line (binutils) where it is installed and the file has
/// symbols, else "#0 /app/bin/app+0x1156". Takes a second or so at most, then does without.
[[nodiscard]] std::vector<std::string> readBacktrace(int report);

} // namespace perisphere::device
