#include "socket_filter.hpp"

#include "file_writes.hpp"

#include <array>
#include <cerrno>
#include <cstddef>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace perisphere::device
{
namespace
{

#if defined(__x86_64__)
constexpr unsigned kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr unsigned kArchitecture = AUDIT_ARCH_AARCH64;
#elif defined(__arm__)
constexpr unsigned kArchitecture = AUDIT_ARCH_ARM;
#else
constexpr unsigned kArchitecture = 0;
#endif

constexpr unsigned kX32Bit = 0x40000000; // system calls of the x32 ABI
constexpr unsigned kSendtoAddress = offsetof(seccomp_data, args) + 4 * sizeof(__u64);

constexpr sock_filter load(unsigned offset)
{
    return {BPF_LD | BPF_W | BPF_ABS, 0, 0, offset};
}
/// Skips `skip` instructions unless the accumulator is `value`.
constexpr sock_filter unlessEqual(unsigned value, unsigned char skip)
{
    return {BPF_JMP | BPF_JEQ | BPF_K, 0, skip, value};
}
constexpr sock_filter answer(unsigned value)
{
    return {BPF_RET | BPF_K, 0, 0, value};
}

constexpr unsigned kAsk = SECCOMP_RET_USER_NOTIF;

/// The number of the call stays in the accumulator from here on.
constexpr auto kHead = std::to_array<sock_filter>({
    load(offsetof(seccomp_data, arch)), {BPF_JMP | BPF_JEQ | BPF_K, 1, 0, kArchitecture},
        answer(SECCOMP_RET_KILL_PROCESS), load(offsetof(seccomp_data, nr)),
#if defined(__x86_64__)
        {BPF_JMP | BPF_JGE | BPF_K, 0, 1, kX32Bit}, answer(SECCOMP_RET_KILL_PROCESS),
#endif
        unlessEqual(SYS_socket, 1), answer(kAsk), unlessEqual(SYS_connect, 1), answer(kAsk),
        unlessEqual(SYS_bind, 1), answer(kAsk), unlessEqual(SYS_listen, 1), answer(kAsk),
        unlessEqual(SYS_sendmsg, 1), answer(kAsk), unlessEqual(SYS_sendmmsg, 1), answer(kAsk),
});

constexpr auto kWrite = std::to_array<sock_filter>({
    unlessEqual(SYS_write, 4),
    load(offsetof(seccomp_data, args)),
    {BPF_JMP | BPF_JEQ | BPF_K, 1, 0, kUnaskedDescriptor},
    answer(kAsk),
    answer(SECCOMP_RET_ALLOW),
});

constexpr auto kTail = std::to_array<sock_filter>({
    // A ring would make these calls behind the filter's back.
    unlessEqual(SYS_io_uring_setup, 1),
    answer(SECCOMP_RET_ERRNO | ENOSYS),
    unlessEqual(SYS_sendto, 5),
    load(kSendtoAddress), // send(2) has none, and need not wait for anybody
    unlessEqual(0, 2),
    load(kSendtoAddress + 4),
    {BPF_JMP | BPF_JEQ | BPF_K, 1, 0, 0},
    answer(kAsk),
    answer(SECCOMP_RET_ALLOW),
});
static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "both halves of the address are zero");

constexpr std::array<sock_filter, 2 * kFileCalls.size()> askEach()
{
    std::array<sock_filter, 2 * kFileCalls.size()> filter{};
    for (std::size_t i = 0; i < kFileCalls.size(); ++i) {
        filter[2 * i] = unlessEqual(static_cast<unsigned>(kFileCalls[i]), 1);
        filter[2 * i + 1] = answer(kAsk);
    }
    return filter;
}

template <std::size_t... Sizes>
constexpr auto joined(const std::array<sock_filter, Sizes>&... parts)
{
    std::array<sock_filter, (Sizes + ...)> all{};
    std::size_t at = 0;
    const auto append = [&](const auto& part) {
        for (const sock_filter& one : part)
            all[at++] = one;
    };
    (append(parts), ...);
    return all;
}

// Constants: the child between fork and execve may not allocate.
constexpr auto kPlainFilter = joined(kHead, kTail);
constexpr auto kFileFilter = joined(kHead, askEach(), kWrite, kTail);

} // namespace

std::span<const sock_filter> socketFilter(FileCalls fileCalls)
{
    if (kArchitecture == 0)
        return {};
    return fileCalls == FileCalls::AreAsked ? std::span<const sock_filter>(kFileFilter)
                                            : std::span<const sock_filter>(kPlainFilter);
}

int installSocketFilter(FileCalls fileCalls)
{
    const auto filter = socketFilter(fileCalls);
    if (filter.empty()) {
        errno = ENOSYS;
        return -1;
    }
    const sock_fprog program{.len = static_cast<unsigned short>(filter.size()),
                             .filter = const_cast<sock_filter*>(filter.data())};
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1UL, 0UL, 0UL, 0UL) != 0)
        return -1;
    return static_cast<int>(::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
                                      SECCOMP_FILTER_FLAG_NEW_LISTENER, &program));
}

} // namespace perisphere::device
