#include "syscall.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <poll.h>

namespace perisphere::a7
{

// One line declares and lists a call.
#define PERISPHERE_SYSCALL(number, name, function) Answer function(Call& call);
#include "syscall_table.inc"
#undef PERISPHERE_SYSCALL

namespace
{

constexpr auto makeTable()
{
    std::array table{
#define PERISPHERE_SYSCALL(number, name, function) SystemCall{number, #name, function},
#include "syscall_table.inc"
#undef PERISPHERE_SYSCALL
    };
    std::ranges::sort(table, {}, &SystemCall::number);
    return table;
}

constexpr auto kTable = makeTable();

static_assert(std::ranges::adjacent_find(kTable, {}, &SystemCall::number) == kTable.end(),
              "a system call is listed once");

} // namespace

const SystemCall* findSystemCall(unsigned number)
{
    const auto found = std::ranges::lower_bound(kTable, number, {}, &SystemCall::number);
    return found != kTable.end() && found->number == number ? &*found : nullptr;
}

Answer Call::result(std::int64_t hostResult)
{
    return {.value = hostResult < 0 ? -errno : hostResult};
}

Answer Call::wait(Wait wait)
{
    thread.wait = std::move(wait);
    return {.isWaiting = true};
}

Answer Call::waitFor(int fd, short events)
{
    return wait(
        {.descriptors = {{.fd = fd, .events = events, .revents = 0}}, .deadline = thread.deadline});
}

Instant Call::deadlineAfter(Instant duration)
{
    if (!thread.deadline)
        thread.deadline = Process::Impl::now() + duration;
    return *thread.deadline;
}

bool Call::wouldBlock(int fd, short events) const
{
    const int flags = ::fcntl(fd, F_GETFL);
    if (flags < 0 || (flags & O_NONBLOCK) != 0)
        return false;
    pollfd polled{.fd = fd, .events = events, .revents = 0};
    return ::poll(&polled, 1, 0) == 0;
}

} // namespace perisphere::a7
