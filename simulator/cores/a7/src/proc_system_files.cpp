#include "proc_system_files.hpp"

#include "device_facts.hpp"

#include <algorithm>
#include <array>
#include <ctime>
#include <fmt/format.h>

namespace perisphere::a7
{
namespace
{

constexpr std::int64_t kTicksPerSecond = 100; ///< USER_HZ

double secondsOf(Instant time)
{
    return std::chrono::duration<double>(time).count();
}

std::int64_t ticksOf(Instant time)
{
    return time.count() / (1'000'000'000 / kTicksPerSecond);
}

Instant processorTime(Process::Impl& process)
{
    return process.clockTime(CLOCK_PROCESS_CPUTIME_ID).value_or(Instant());
}

std::string upTime(Process::Impl& process)
{
    const Instant now = process.now();
    return fmt::format("{:.2f} {:.2f}\n", secondsOf(now),
                       secondsOf(std::max(now - processorTime(process), Instant())));
}

std::string loadAverage(Process::Impl& process)
{
    return fmt::format("0.00 0.00 0.00 1/{} {}\n", process.threads().size(), process.processId());
}

std::string memoryInformation(Process::Impl& process)
{
    const std::uint64_t free = process.freeMemoryKib();
    return fmt::format("MemTotal:       {:8} kB\nMemFree:        {:8} kB\n"
                       "MemAvailable:   {:8} kB\nBuffers:        {:8} kB\n"
                       "Cached:         {:8} kB\nSwapTotal:      {:8} kB\n"
                       "SwapFree:       {:8} kB\n",
                       kDeviceMemoryKib, free, free, 0, 0, 0, 0);
}

std::string version(Process::Impl& /*process*/)
{
    return fmt::format("Linux version {} {}\n", kKernelRelease, kKernelVersion);
}

/// A Cortex-A7 r0p5, as its MIDR says.
std::string processorInformation(Process::Impl& /*process*/)
{
    return "processor\t: 0\n"
           "model name\t: ARMv7 Processor rev 5 (v7l)\n"
           "BogoMIPS\t: 100.00\n"
           "Features\t: half thumb fastmult vfp edsp neon vfpv3 tls vfpv4 idiva idivt vfpd32 lpae\n"
           "CPU implementer\t: 0x41\n"
           "CPU architecture: 7\n"
           "CPU variant\t: 0x0\n"
           "CPU part\t: 0xc07\n"
           "CPU revision\t: 5\n\n"
           "Hardware\t: MT3620\n"
           "Revision\t: 0000\n"
           "Serial\t\t: 0000000000000000\n";
}

std::string statistics(Process::Impl& process)
{
    const std::int64_t busy = ticksOf(processorTime(process));
    const Instant up = process.now();
    const std::string times =
        fmt::format("{} 0 0 {} 0 0 0 0 0 0\n", busy, std::max<std::int64_t>(ticksOf(up) - busy, 0));
    const auto begin = std::chrono::floor<std::chrono::seconds>(process.realTime() - up);
    return fmt::format("cpu  {}cpu0 {}intr 0\nctxt 0\nbtime {}\nprocesses 1\nprocs_running 1\n"
                       "procs_blocked 0\n",
                       times, times, begin.count());
}

std::string mounts(Process::Impl& process)
{
    // The image's folder is the only one that differs from app to app.
    const std::string program = process.programName();
    constexpr std::string_view kApps = "/mnt/apps/";
    std::string text = "rootfs / rootfs ro 0 0\nproc /proc proc rw,relatime 0 0\n"
                       "devtmpfs /dev devtmpfs rw,nosuid,relatime 0 0\n"
                       "tmpfs /run tmpfs rw,nosuid,nodev,relatime 0 0\n"
                       "tmpfs /var/volatile tmpfs rw,relatime 0 0\n"
                       "littlefs /mnt/config littlefs rw,nosuid,nodev,noexec,relatime 0 0\n";
    if (program.starts_with(kApps)) {
        const std::string folder = program.substr(0, program.find('/', kApps.size()));
        text += fmt::format("image {} asxipfs ro,nosuid,nodev,relatime 0 0\n", folder);
    }
    return text;
}

struct SystemFile {
    std::string_view path;
    std::string (*content)(Process::Impl&);
};

constexpr std::array kSystemFiles{
    SystemFile{"/proc/cpuinfo", processorInformation},
    SystemFile{"/proc/loadavg", loadAverage},
    SystemFile{"/proc/meminfo", memoryInformation},
    SystemFile{"/proc/mounts", mounts},
    SystemFile{"/proc/stat", statistics},
    SystemFile{"/proc/uptime", upTime},
    SystemFile{"/proc/version", version},
};

} // namespace

std::optional<std::string> systemFile(Process::Impl& process, std::string_view path)
{
    const auto found = std::ranges::find(kSystemFiles, path, &SystemFile::path);
    return found == kSystemFiles.end() ? std::nullopt : std::optional(found->content(process));
}

} // namespace perisphere::a7
