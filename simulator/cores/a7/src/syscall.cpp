#include "syscall.hpp"

#include "descriptor_guard.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
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
    auto table = std::to_array<SystemCall>({
#define PERISPHERE_SYSCALL(number, name, function) SystemCall{number, #name, function},
#include "syscall_table.inc"
#undef PERISPHERE_SYSCALL
    });
    std::ranges::sort(table, {}, &SystemCall::number);
    return table;
}

constexpr auto kTable = makeTable();

/// Of the numbers that are close together: their place in the table, from 1.
constexpr auto makePlaces()
{
    std::array<std::uint16_t, 512> places{};
    for (std::size_t i = 0; i < kTable.size(); ++i)
        if (kTable[i].number < places.size())
            places[kTable[i].number] = static_cast<std::uint16_t>(i + 1);
    return places;
}

constexpr auto kPlaces = makePlaces();

static_assert(std::ranges::adjacent_find(kTable, {}, &SystemCall::number) == kTable.end(),
              "a system call is listed once");

} // namespace

namespace
{

/// Calls whose first argument is a descriptor, in ascending order.
constexpr auto kOfDescriptors = std::to_array<unsigned>(
    {3,   4,   6,   19,  41,  54,  55,  63,  93,  94,  95,  100, 108, 118, 133, 140, 143, 145, 146,
     148, 180, 181, 187, 194, 197, 207, 217, 221, 225, 228, 231, 234, 237, 239, 251, 252, 267, 270,
     282, 283, 284, 285, 286, 287, 289, 290, 291, 292, 293, 294, 295, 296, 297, 317, 318, 322, 323,
     324, 325, 326, 327, 328, 329, 330, 332, 333, 334, 340, 341, 342, 346, 348, 352, 353, 354, 358,
     361, 362, 365, 366, 373, 374, 382, 391, 392, 393, 397, 410, 411, 412, 417, 437, 439, 441});

struct UnknownCall {
    unsigned number;
    std::string_view name;
};

constexpr std::array kUnknownCalls{
#define PERISPHERE_UNKNOWN_CALL(number, name) UnknownCall{number, #name},
#include "unknown_calls.inc"
#undef PERISPHERE_UNKNOWN_CALL
};

} // namespace

Answer makeCall(const SystemCall& systemCall, Call& call)
{
    if (isKept(call.signedArg(0)) &&
        std::ranges::find(kOfDescriptors, systemCall.number) != kOfDescriptors.end())
        return Call::error(EBADF);
    return systemCall.handler(call);
}

std::string nameOfUnknownCall(unsigned number)
{
    const auto found = std::ranges::find(kUnknownCalls, number, &UnknownCall::number);
    return found != kUnknownCalls.end() ? fmt::format("{} ({})", found->name, number)
                                        : std::to_string(number);
}

const SystemCall* findSystemCall(unsigned number)
{
    if (number < kPlaces.size())
        return kPlaces[number] != 0 ? &kTable[kPlaces[number] - 1U] : nullptr;
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
        thread.deadline = process.now() + duration;
    return *thread.deadline;
}

bool Call::wouldBlock(int fd, short events) const
{
    pollfd polled{.fd = fd, .events = events, .revents = 0};
    if (::poll(&polled, 1, 0) != 0)
        return false;
    const int flags = ::fcntl(fd, F_GETFL);
    return flags >= 0 && (flags & O_NONBLOCK) == 0;
}

} // namespace perisphere::a7
