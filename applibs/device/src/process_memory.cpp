// On the device a cgroup counts: the app's own pages, since code runs in place from flash, and what
// the kernel holds for it. The nearest that /proc has: anonymous pages (of smaps_rollup) and page
// tables (VmPTE). Socket buffers and other kernel memory are not told per process.

#include "perisphere/device/process_memory.hpp"

#include "perisphere/base/file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <string>

namespace perisphere::device
{
namespace
{

constexpr std::uint64_t kMaxProcFileBytes = std::uint64_t{64} * 1024;

/// The number of a line "Name:   123 kB"; 0 when there is no such line.
std::uint64_t kibibytes(const std::string& text, std::string_view name)
{
    const std::string key = fmt::format("\n{}:", name);
    const std::size_t at = text.find(key);
    return at == std::string::npos ? 0 : std::strtoull(text.c_str() + at + key.size(), nullptr, 10);
}

/// The resident set's high-water mark holds file pages too. They hardly ever shrink, so what it has
/// beyond those of now was anonymous: a peak between two readings is seen.
std::uint64_t peakFrom(const std::string& status)
{
    const std::uint64_t files = kibibytes(status, "RssFile") + kibibytes(status, "RssShmem");
    const std::uint64_t highWater = kibibytes(status, "VmHWM");
    return highWater - std::min(files, highWater);
}

} // namespace

Result<MemoryUse> memoryOf(::pid_t pid)
{
    const auto rollup = readTextFile(fmt::format("/proc/{}/smaps_rollup", pid), kMaxProcFileBytes);
    if (!rollup)
        return fail(rollup.error().during("read an app's memory"));
    const auto status = readTextFile(fmt::format("/proc/{}/status", pid), kMaxProcFileBytes);
    if (!status)
        return fail(status.error().during("read an app's memory"));
    MemoryUse use;
    use.userMode = kibibytes(*rollup, "Anonymous") + kibibytes(*rollup, "Swap");
    use.total = use.userMode + kibibytes(*status, "VmPTE");
    use.peakUserMode = std::max(use.userMode, peakFrom(*status));
    return use;
}

} // namespace perisphere::device
