// The descriptors and children of this process, to see that none is left over.
#pragma once

#include "perisphere/base/unique_fd.hpp"

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <iterator>
#include <poll.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace perisphere::test
{

inline std::size_t openDescriptors()
{
    const std::filesystem::directory_iterator entries("/proc/self/fd");
    return static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
}

/// Also true of a zombie, which is a child that nobody has waited for.
inline bool hasChildren()
{
    siginfo_t info{};
    return ::waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0 || errno != ECHILD;
}

inline std::pair<UniqueFd, UniqueFd> makePipe()
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        std::abort();
    return {UniqueFd(ends[0]), UniqueFd(ends[1])};
}

inline std::pair<UniqueFd, UniqueFd> makeSocketPair()
{
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
        std::abort();
    return {UniqueFd(ends[0]), UniqueFd(ends[1])};
}

/// Until nobody can write any more.
inline std::string readToEnd(int descriptor)
{
    std::string text;
    std::array<char, 4096> chunk{};
    for (ssize_t count = 0; (count = ::read(descriptor, chunk.data(), chunk.size())) > 0;)
        text.append(chunk.data(), static_cast<std::size_t>(count));
    return text;
}

/// Until `text` has come.
inline bool readUntil(int descriptor, std::string_view text)
{
    std::string got;
    char byte = 0;
    while (got.find(text) == std::string::npos)
        if (::read(descriptor, &byte, 1) == 1)
            got += byte;
        else
            return false;
    return true;
}

inline bool waitUntilReadable(int descriptor)
{
    pollfd wanted{.fd = descriptor, .events = POLLIN, .revents = 0};
    return ::poll(&wanted, 1, 60'000) == 1;
}

/// For an instant that is to be anywhere, not for something to be done meanwhile.
inline void waitMicroseconds(unsigned microseconds)
{
    const UniqueFd timer(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC));
    const itimerspec delay{.it_interval = {},
                           .it_value = {0, static_cast<long>(microseconds + 1) * 1000}};
    if (::timerfd_settime(timer.get(), 0, &delay, nullptr) != 0 || !waitUntilReadable(timer.get()))
        std::abort();
}

} // namespace perisphere::test
