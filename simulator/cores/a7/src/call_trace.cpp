#include "call_trace.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstring>
#include <span>

namespace perisphere::a7
{
namespace
{

constexpr std::size_t kToldBytes = 32;
constexpr int kMaxErrno = 4095;

/// What an argument means, by a letter:
///   d number        u number without a sign   x address or bits    o mode
///   s text          r bytes that were read: as many as the result  w bytes: as many as the next
///   a folder, or AT_FDCWD                      O flags of open      P protection   M flags of mmap
///   S signal        F operation of futex       D family of a socket  T socket's type
///   t struct timespec of 32 bits               q struct timespec of 64 bits
struct CallShape {
    std::string_view name;
    std::string_view arguments;
};

constexpr std::array kCallShapes = {
    CallShape{"accept", "dxx"},
    CallShape{"accept4", "dxxx"},
    CallShape{"access", "so"},
    CallShape{"bind", "dxu"},
    CallShape{"brk", "x"},
    CallShape{"chdir", "s"},
    CallShape{"chmod", "so"},
    CallShape{"clock_gettime", "dt"},
    CallShape{"clock_gettime64", "dq"},
    CallShape{"clock_nanosleep", "ddtx"},
    CallShape{"clock_nanosleep_time64", "ddqx"},
    CallShape{"clone", "xxxxx"},
    CallShape{"close", "d"},
    CallShape{"connect", "dxu"},
    CallShape{"creat", "so"},
    CallShape{"dup", "d"},
    CallShape{"dup2", "dd"},
    CallShape{"dup3", "ddO"},
    CallShape{"epoll_create1", "x"},
    CallShape{"epoll_ctl", "dddx"},
    CallShape{"epoll_pwait", "dxddx"},
    CallShape{"epoll_wait", "dxdd"},
    CallShape{"eventfd2", "uO"},
    CallShape{"execve", "sxx"},
    CallShape{"exit", "d"},
    CallShape{"exit_group", "d"},
    CallShape{"faccessat", "aso"},
    CallShape{"fchmod", "do"},
    CallShape{"fcntl64", "ddx"},
    CallShape{"fstat64", "dx"},
    CallShape{"fstatat64", "asxx"},
    CallShape{"ftruncate64", "dxuu"},
    CallShape{"futex", "xFdx"},
    CallShape{"futex_time64", "xFdx"},
    CallShape{"getcwd", "su"},
    CallShape{"getdents64", "dxu"},
    CallShape{"getegid32", ""},
    CallShape{"geteuid32", ""},
    CallShape{"getgid32", ""},
    CallShape{"getpid", ""},
    CallShape{"getppid", ""},
    CallShape{"getrandom", "xux"},
    CallShape{"getsockname", "dxx"},
    CallShape{"getsockopt", "dddxx"},
    CallShape{"gettid", ""},
    CallShape{"getuid32", ""},
    CallShape{"ioctl", "dxx"},
    CallShape{"kill", "dS"},
    CallShape{"listen", "dd"},
    CallShape{"lseek", "ddd"},
    CallShape{"lstat64", "sx"},
    CallShape{"madvise", "xud"},
    CallShape{"mkdir", "so"},
    CallShape{"mkdirat", "aso"},
    CallShape{"mmap2", "xuPMdu"},
    CallShape{"mprotect", "xuP"},
    CallShape{"mremap", "xuuxx"},
    CallShape{"munmap", "xu"},
    CallShape{"nanosleep", "tx"},
    CallShape{"open", "sOo"},
    CallShape{"openat", "asOo"},
    CallShape{"pipe", "x"},
    CallShape{"pipe2", "xO"},
    CallShape{"poll", "xud"},
    CallShape{"prctl", "dxxxx"},
    CallShape{"pread64", "drux"},
    CallShape{"pwrite64", "dwux"},
    CallShape{"read", "dru"},
    CallShape{"readlink", "sru"},
    CallShape{"readlinkat", "asru"},
    CallShape{"recv", "drux"},
    CallShape{"recvfrom", "druxxx"},
    CallShape{"recvmsg", "dxx"},
    CallShape{"rename", "ss"},
    CallShape{"renameat", "asas"},
    CallShape{"rmdir", "s"},
    CallShape{"rt_sigaction", "Sxxu"},
    CallShape{"rt_sigprocmask", "dxxu"},
    CallShape{"rt_sigreturn", ""},
    CallShape{"sched_yield", ""},
    CallShape{"send", "dwux"},
    CallShape{"sendmsg", "dxx"},
    CallShape{"sendto", "dwuxxu"},
    CallShape{"set_robust_list", "xu"},
    CallShape{"set_tid_address", "x"},
    CallShape{"set_tls", "x"},
    CallShape{"setsockopt", "dddxu"},
    CallShape{"shutdown", "dd"},
    CallShape{"sigreturn", ""},
    CallShape{"socket", "DTd"},
    CallShape{"socketpair", "DTdx"},
    CallShape{"stat64", "sx"},
    CallShape{"statx", "asxxx"},
    CallShape{"symlink", "ss"},
    CallShape{"tgkill", "ddS"},
    CallShape{"timerfd_create", "dO"},
    CallShape{"timerfd_settime", "ddxx"},
    CallShape{"timerfd_settime64", "ddxx"},
    CallShape{"tkill", "dS"},
    CallShape{"ugetrlimit", "dx"},
    CallShape{"umask", "o"},
    CallShape{"uname", "x"},
    CallShape{"unlink", "s"},
    CallShape{"unlinkat", "asx"},
    CallShape{"wait4", "dxxx"},
    CallShape{"write", "dwu"},
    CallShape{"writev", "dxu"},
};
static_assert(std::ranges::is_sorted(kCallShapes, {}, &CallShape::name));

struct NamedBits {
    std::uint32_t bits;
    std::string_view name;
};

// ARM's values, four of which are not the host's.
constexpr std::array kOpenFlags = {
    NamedBits{O_CREAT, "O_CREAT"},     NamedBits{O_EXCL, "O_EXCL"},
    NamedBits{O_NOCTTY, "O_NOCTTY"},   NamedBits{O_TRUNC, "O_TRUNC"},
    NamedBits{O_APPEND, "O_APPEND"},   NamedBits{O_NONBLOCK, "O_NONBLOCK"},
    NamedBits{O_CLOEXEC, "O_CLOEXEC"}, NamedBits{040000, "O_DIRECTORY"},
    NamedBits{0100000, "O_NOFOLLOW"},  NamedBits{0200000, "O_DIRECT"},
    NamedBits{0400000, "O_LARGEFILE"}, NamedBits{O_PATH, "O_PATH"},
    NamedBits{O_DSYNC, "O_DSYNC"},
};
constexpr std::array kProtections = {NamedBits{PROT_READ, "PROT_READ"},
                                     NamedBits{PROT_WRITE, "PROT_WRITE"},
                                     NamedBits{PROT_EXEC, "PROT_EXEC"}};
constexpr std::array kMapFlags = {
    NamedBits{MAP_SHARED, "MAP_SHARED"},       NamedBits{MAP_PRIVATE, "MAP_PRIVATE"},
    NamedBits{MAP_FIXED, "MAP_FIXED"},         NamedBits{MAP_ANONYMOUS, "MAP_ANONYMOUS"},
    NamedBits{MAP_DENYWRITE, "MAP_DENYWRITE"}, NamedBits{MAP_NORESERVE, "MAP_NORESERVE"},
    NamedBits{MAP_STACK, "MAP_STACK"},
};
constexpr std::array kSocketFlags = {NamedBits{SOCK_CLOEXEC, "SOCK_CLOEXEC"},
                                     NamedBits{SOCK_NONBLOCK, "SOCK_NONBLOCK"}};

constexpr std::array<std::string_view, 14> kFutexOperations = {
    "FUTEX_WAIT",           "FUTEX_WAKE",        "FUTEX_FD",          "FUTEX_REQUEUE",
    "FUTEX_CMP_REQUEUE",    "FUTEX_WAKE_OP",     "FUTEX_LOCK_PI",     "FUTEX_UNLOCK_PI",
    "FUTEX_TRYLOCK_PI",     "FUTEX_WAIT_BITSET", "FUTEX_WAKE_BITSET", "FUTEX_WAIT_REQUEUE_PI",
    "FUTEX_CMP_REQUEUE_PI", "FUTEX_LOCK_PI2"};

/// "A|B|0x400"; `text` is what comes before.
std::string joinedBits(std::string text, std::uint32_t value, std::span<const NamedBits> names)
{
    const auto add = [&](std::string_view word) {
        text += text.empty() ? "" : "|";
        text += word;
    };
    for (const NamedBits& one : names)
        if ((value & one.bits) == one.bits) {
            add(one.name);
            value &= ~one.bits;
        }
    if (value != 0 || text.empty())
        add(fmt::format("{:#x}", value));
    return text;
}

std::string quoted(std::string_view bytes, bool isWhole)
{
    std::string text = "\"";
    for (const char c : bytes) {
        if (c == '\n')
            text += "\\n";
        else if (c == '"' || c == '\\')
            text += {'\\', c};
        else if (c >= ' ' && c <= '~')
            text += c;
        else
            text += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    }
    return text + (isWhole ? "\"" : "\"...");
}

std::string bytesAt(const GuestMemory& memory, std::uint32_t address, std::uint64_t count)
{
    std::array<char, kToldBytes> bytes{};
    const auto told = static_cast<std::size_t>(std::min<std::uint64_t>(count, bytes.size()));
    if (!memory.copyFrom(bytes.data(), address, told))
        return fmt::format("{:#x}", address);
    return quoted({bytes.data(), told}, told == count);
}

template <class Word>
std::string timeAt(const GuestMemory& memory, std::uint32_t address)
{
    const auto time = memory.load<std::array<Word, 2>>(address);
    return time ? fmt::format("{{{}, {}}}", (*time)[0], (*time)[1]) : fmt::format("{:#x}", address);
}

std::string familyName(std::uint32_t family)
{
    switch (family) {
    case AF_UNIX:
        return "AF_UNIX";
    case AF_INET:
        return "AF_INET";
    case AF_INET6:
        return "AF_INET6";
    case AF_NETLINK:
        return "AF_NETLINK";
    default:
        return std::to_string(family);
    }
}

std::string socketType(std::uint32_t type)
{
    constexpr std::uint32_t kKind = 0xF;
    constexpr std::array<std::string_view, 6> kKinds = {
        "0", "SOCK_STREAM", "SOCK_DGRAM", "SOCK_RAW", "SOCK_RDM", "SOCK_SEQPACKET"};
    const std::uint32_t kind = type & kKind;
    const std::string name =
        kind < kKinds.size() ? std::string(kKinds[kind]) : std::to_string(kind);
    return (type & ~kKind) == 0 ? name : joinedBits(name, type & ~kKind, kSocketFlags);
}

std::string openFlags(std::uint32_t flags)
{
    constexpr std::array<std::string_view, 4> kAccess = {"O_RDONLY", "O_WRONLY", "O_RDWR", "3"};
    const std::string access(kAccess[flags & O_ACCMODE]);
    const std::uint32_t others = flags & ~std::uint32_t{O_ACCMODE};
    return others == 0 ? access : joinedBits(access, others, kOpenFlags);
}

std::string futexOperation(std::uint32_t operation)
{
    constexpr std::uint32_t kPrivate = 128;
    constexpr std::uint32_t kRealTime = 256;
    const std::uint32_t command = operation & ~(kPrivate | kRealTime);
    std::string text = command < kFutexOperations.size() ? std::string(kFutexOperations[command])
                                                         : std::to_string(command);
    if ((operation & kPrivate) != 0)
        text += "_PRIVATE";
    if ((operation & kRealTime) != 0)
        text += "|FUTEX_CLOCK_REALTIME";
    return text;
}

std::string signalName(std::uint32_t number)
{
    const char* const name = ::sigabbrev_np(static_cast<int>(number));
    return name != nullptr ? fmt::format("SIG{}", name) : std::to_string(number);
}

std::string describeArgument(const GuestMemory& memory, char meaning, std::uint32_t value,
                             std::uint32_t next, std::int64_t result)
{
    switch (meaning) {
    case 'd':
        return std::to_string(static_cast<std::int32_t>(value));
    case 'u':
        return std::to_string(value);
    case 'o':
        return fmt::format("{:#o}", value);
    case 's': {
        const auto text = memory.text(value);
        return text ? quoted(*text, true) : fmt::format("{:#x}", value);
    }
    case 'r':
        return result > 0 ? bytesAt(memory, value, static_cast<std::uint64_t>(result))
                          : fmt::format("{:#x}", value);
    case 'w':
        return bytesAt(memory, value, next);
    case 'a':
        return static_cast<std::int32_t>(value) == AT_FDCWD
                   ? "AT_FDCWD"
                   : std::to_string(static_cast<std::int32_t>(value));
    case 'O':
        return openFlags(value);
    case 'P':
        return value == 0 ? "PROT_NONE" : joinedBits("", value, kProtections);
    case 'M':
        return joinedBits("", value, kMapFlags);
    case 'S':
        return signalName(value);
    case 'F':
        return futexOperation(value);
    case 'D':
        return familyName(value);
    case 'T':
        return socketType(value);
    case 't':
        return timeAt<std::int32_t>(memory, value);
    case 'q':
        return timeAt<std::int64_t>(memory, value);
    default:
        return value == 0 ? "0" : fmt::format("{:#x}", value);
    }
}

} // namespace

std::string describeCall(const GuestMemory& memory, std::string_view name,
                         const std::array<std::uint32_t, 7>& arguments, std::int64_t result)
{
    const auto shape = std::ranges::lower_bound(kCallShapes, name, {}, &CallShape::name);
    const std::string_view meanings =
        shape != kCallShapes.end() && shape->name == name ? shape->arguments : "xxxx";
    std::string text = fmt::format("{}(", name);
    for (std::size_t i = 0; i < meanings.size(); ++i) {
        const std::uint32_t next = i + 1 < arguments.size() ? arguments[i + 1] : 0;
        text += (i == 0 ? "" : ", ") +
                describeArgument(memory, meanings[i], arguments[i], next, result);
    }
    if (result >= 0 || result < -kMaxErrno)
        return text +
               (result > 0xFFFF ? fmt::format(") = {:#x}", result) : fmt::format(") = {}", result));
    const int error = static_cast<int>(-result);
    const char* const errorName = ::strerrorname_np(error);
    return text + fmt::format(") = -1 {} ({})",
                              errorName != nullptr ? errorName : std::to_string(error).c_str(),
                              ::strerrordesc_np(error) != nullptr ? ::strerrordesc_np(error) : "");
}

} // namespace perisphere::a7
