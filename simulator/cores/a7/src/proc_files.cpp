#include "proc_files.hpp"

#include "proc_system_files.hpp"

#include <array>
#include <cerrno>
#include <charconv>
#include <fcntl.h>
#include <fmt/format.h>
#include <linux/magic.h>
#include <string_view>
#include <sys/mman.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace perisphere::a7
{
namespace
{

using Content = std::string (*)(Process::Impl&);

std::string maps(Process::Impl& process)
{
    std::string text;
    for (const GuestMemory::Range& range : process.memory().ranges()) {
        const auto letter = [&](std::uint8_t bit, char given) {
            return (range.page & bit) != 0 ? given : '-';
        };
        text += fmt::format(
            "{:08x}-{:08x} {}{}{}p 00000000 00:00 0 {}\n", range.begin, range.end,
            letter(GuestMemory::kReadable, 'r'), letter(GuestMemory::kWritable, 'w'),
            letter(GuestMemory::kExecutable, 'x'), range.begin == 0xFFFF0000 ? "[vectors]" : "");
    }
    return text;
}

std::string joined(const std::vector<std::string>& texts)
{
    std::string all;
    for (const std::string& text : texts) {
        all += text;
        all += '\0';
    }
    return all;
}

std::string commandLine(Process::Impl& process)
{
    return joined(process.options().arguments);
}

std::string environment(Process::Impl& process)
{
    return joined(process.options().environment);
}

std::string commandName(Process::Impl& process)
{
    return process.commandName() + "\n";
}

std::string auxiliaryVector(Process::Impl& process)
{
    const auto& words = process.auxiliaryVector();
    return {reinterpret_cast<const char*>(words.data()), words.size() * sizeof(std::uint32_t)};
}

std::string status(Process::Impl& process)
{
    const MemoryAccount::Use use = process.memoryUse();
    const std::uint64_t kibibytes = (use.own + 1023) / 1024;
    return fmt::format("Name:\t{}\nState:\tR (running)\nTgid:\t{id}\nPid:\t{id}\nPPid:\t{}\n"
                       "TracerPid:\t0\nUid:\t{uid}\t{uid}\t{uid}\t{uid}\n"
                       "Gid:\t{gid}\t{gid}\t{gid}\t{gid}\n"
                       "VmPeak:\t{kib:8} kB\nVmSize:\t{kib:8} kB\nVmRSS:\t{kib:8} kB\n"
                       "Threads:\t{}\n",
                       process.commandName(), process.parent(), process.threads().size(),
                       fmt::arg("id", process.processId()), fmt::arg("uid", ::getuid()),
                       fmt::arg("gid", ::getgid()), fmt::arg("kib", kibibytes));
}

/// proc(5): of the 52 fields those that are known here.
std::string statisticsOfProcess(Process::Impl& process)
{
    const auto time = process.clockTime(CLOCK_PROCESS_CPUTIME_ID).value_or(Instant());
    constexpr int kTick = 10'000'000; // ns
    return fmt::format("{id} ({}) R {parent} {id} {id} 0 -1 0 0 0 0 0 {} 0 0 0 20 0 {} 0 0 0 {}"
                       " 4294967295 0 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0 0 0 0 0 0 0 0\n",
                       process.commandName(), time.count() / kTick, process.threads().size(),
                       (process.memoryUse().own + GuestMemory::kPageBytes - 1) /
                           GuestMemory::kPageBytes,
                       fmt::arg("id", process.processId()), fmt::arg("parent", process.parent()));
}

std::string mountsOfProcess(Process::Impl& process)
{
    return systemFile(process, "/proc/mounts").value_or("");
}

std::string limitsOfProcess(Process::Impl& process)
{
    std::string text =
        fmt::format("{:26}{:21}{:21}{:10}\n", "Limit", "Soft Limit", "Hard Limit", "Units");
    const auto value = [](rlim_t limit) {
        return limit == RLIM_INFINITY ? std::string("unlimited") : std::to_string(limit);
    };
    const auto add = [&](const char* name, unsigned resource, const char* unit) {
        const rlimit limit = process.limit(resource);
        text += fmt::format("{:26}{:21}{:21}{:10}\n", name, value(limit.rlim_cur),
                            value(limit.rlim_max), unit);
    };
    add("Max file size", RLIMIT_FSIZE, "bytes");
    add("Max stack size", RLIMIT_STACK, "bytes");
    add("Max core file size", RLIMIT_CORE, "bytes");
    add("Max processes", RLIMIT_NPROC, "processes");
    add("Max open files", RLIMIT_NOFILE, "files");
    return text;
}

struct ProcFile {
    std::string_view name;
    Content content;
    bool isOfView = false; ///< the host's otherwise, which tells the truth of a program alone
};

constexpr std::array kProcFiles{
    ProcFile{"auxv", auxiliaryVector},
    ProcFile{"cmdline", commandLine},
    ProcFile{"comm", commandName},
    ProcFile{"environ", environment},
    ProcFile{"limits", limitsOfProcess, true},
    ProcFile{"maps", maps},
    ProcFile{"mounts", mountsOfProcess, true},
    ProcFile{"stat", statisticsOfProcess, true},
    ProcFile{"status", status, true},
};

/// What is below the process' own folder in a path; empty: it is not there.
std::string_view ownFile(const Process::Impl& process, std::string_view path)
{
    constexpr std::string_view kProc = "/proc/";
    if (!path.starts_with(kProc))
        return {};
    path.remove_prefix(kProc.size());
    const auto slash = path.find('/');
    if (slash == std::string_view::npos)
        return {};
    const std::string_view who = path.substr(0, slash);
    return who == "self" || who == "thread-self" || who == std::to_string(process.processId())
               ? path.substr(slash + 1)
               : std::string_view{};
}

int fileOf(const std::string& content)
{
    const int fd = ::memfd_create("proc", MFD_ALLOW_SEALING | MFD_CLOEXEC);
    if (fd < 0)
        return -errno;
    const bool isWhole =
        ::pwrite(fd, content.data(), content.size(), 0) == static_cast<ssize_t>(content.size()) &&
        ::fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) == 0;
    if (isWhole)
        return fd;
    ::close(fd);
    return -EIO;
}

} // namespace

std::optional<int> openProcFile(Process::Impl& process, const std::string& path, bool isWriting)
{
    const std::string_view name = ownFile(process, path);
    if (name == "exe") {
        if (isWriting)
            return -ETXTBSY;
        const int fd = ::open(process.options().program.c_str(), O_RDONLY | O_CLOEXEC);
        return fd < 0 ? -errno : fd;
    }
    for (const ProcFile& file : kProcFiles)
        if (file.name == name && (!file.isOfView || process.view() != nullptr))
            return isWriting ? -EACCES : fileOf(file.content(process));
    if (process.view() == nullptr)
        return std::nullopt;
    const auto content = systemFile(process, path);
    if (!content)
        return std::nullopt;
    return isWriting ? -EACCES : fileOf(*content);
}

std::optional<std::string> procLink(const Process::Impl& process, const std::string& path)
{
    if (ownFile(process, path) != "exe")
        return std::nullopt;
    return process.programName();
}

bool isProcessMemory(int fd)
{
    struct statfs system {
    };
    if (::fstatfs(fd, &system) != 0 || system.f_type != PROC_SUPER_MAGIC)
        return false;
    std::array<char, 4096> target{};
    const auto link = fmt::format("/proc/self/fd/{}", fd);
    const ssize_t bytes = ::readlink(link.c_str(), target.data(), target.size() - 1);
    if (bytes <= 0)
        return true; // what cannot be told is not given
    const std::string_view path(target.data(), static_cast<std::size_t>(bytes));
    const std::string_view name = path.substr(path.rfind('/') + 1);
    static constexpr std::array<std::string_view, 9> kInside{
        "mem", "maps", "smaps", "numa_maps", "pagemap", "auxv", "syscall", "stack", "kcore"};
    return std::find(kInside.begin(), kInside.end(), name) != kInside.end();
}

} // namespace perisphere::a7
