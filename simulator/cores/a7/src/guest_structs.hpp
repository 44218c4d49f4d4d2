// Structures of ARM Linux that differ from the host's. Names are the kernel's.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>

namespace perisphere::a7
{

struct TimeSpec32 {
    std::int32_t seconds = 0;
    std::int32_t nanoseconds = 0;
};
struct TimeSpec64 {
    std::int64_t seconds = 0;
    std::int64_t nanoseconds = 0; ///< the low word counts
};
struct TimeVal32 {
    std::int32_t seconds = 0;
    std::int32_t microseconds = 0;
};
struct TimeVal64 {
    std::int64_t seconds = 0;
    std::int64_t microseconds = 0;
};

/// Of TimeSpec32 or TimeSpec64.
template <class Spec>
[[nodiscard]] Spec specOf(std::chrono::nanoseconds time)
{
    constexpr std::int64_t kSecond = 1'000'000'000;
    return {static_cast<decltype(Spec::seconds)>(time.count() / kSecond),
            static_cast<decltype(Spec::nanoseconds)>(time.count() % kSecond)};
}
[[nodiscard]] inline TimeVal32 timeValOf(std::chrono::nanoseconds time)
{
    const auto spec = specOf<TimeSpec32>(time);
    return {spec.seconds, spec.nanoseconds / 1000};
}

template <class Spec>
[[nodiscard]] Spec specOf(const timespec& time)
{
    return {static_cast<decltype(Spec::seconds)>(time.tv_sec),
            static_cast<decltype(Spec::nanoseconds)>(time.tv_nsec)};
}
template <class Spec>
[[nodiscard]] bool isSpec(const Spec& time)
{
    const auto nanoseconds = static_cast<std::int32_t>(time.nanoseconds);
    return time.seconds >= 0 && nanoseconds >= 0 && nanoseconds <= 999'999'999;
}
/// As long as the clock's numbers hold; a longer time is as good as for ever.
[[nodiscard]] inline std::chrono::nanoseconds instantOf(std::int64_t seconds,
                                                        std::int64_t nanoseconds)
{
    constexpr std::int64_t kMost = 4'000'000'000;
    return std::chrono::seconds(std::clamp(seconds, -kMost, kMost)) +
           std::chrono::nanoseconds(nanoseconds);
}
template <class Spec>
[[nodiscard]] std::chrono::nanoseconds instantOf(const Spec& time)
{
    return instantOf(time.seconds, static_cast<std::int32_t>(time.nanoseconds));
}

[[nodiscard]] inline TimeSpec32 timeSpec32(const timespec& time)
{
    return {static_cast<std::int32_t>(time.tv_sec), static_cast<std::int32_t>(time.tv_nsec)};
}

struct Usage32 {
    TimeVal32 user;
    TimeVal32 system;
    std::array<std::int32_t, 14> counts{};
};
static_assert(sizeof(Usage32) == 72);

[[nodiscard]] inline Usage32 usage32Of(const rusage& host)
{
    const auto narrow = [](long value) { return static_cast<std::int32_t>(value); };
    return {.user = {narrow(host.ru_utime.tv_sec), narrow(host.ru_utime.tv_usec)},
            .system = {narrow(host.ru_stime.tv_sec), narrow(host.ru_stime.tv_usec)},
            .counts = {narrow(host.ru_maxrss), narrow(host.ru_ixrss), narrow(host.ru_idrss),
                       narrow(host.ru_isrss), narrow(host.ru_minflt), narrow(host.ru_majflt),
                       narrow(host.ru_nswap), narrow(host.ru_inblock), narrow(host.ru_oublock),
                       narrow(host.ru_msgsnd), narrow(host.ru_msgrcv), narrow(host.ru_nsignals),
                       narrow(host.ru_nvcsw), narrow(host.ru_nivcsw)}};
}

struct Stat64 {
    std::uint64_t device;
    std::uint32_t padding0;
    std::uint32_t shortInode;
    std::uint32_t mode;
    std::uint32_t links;
    std::uint32_t user;
    std::uint32_t group;
    std::uint64_t specialDevice;
    std::uint64_t padding1;
    std::int64_t size;
    std::uint32_t blockSize;
    std::uint32_t padding2;
    std::uint64_t blocks;
    TimeSpec32 accessed;
    TimeSpec32 modified;
    TimeSpec32 changed;
    std::uint64_t inode;
};
static_assert(sizeof(Stat64) == 104);
static_assert(offsetof(Stat64, size) == 48);
static_assert(offsetof(Stat64, inode) == 96);

[[nodiscard]] inline Stat64 stat64Of(const struct stat& status)
{
    return {.device = status.st_dev,
            .padding0 = 0,
            .shortInode = static_cast<std::uint32_t>(status.st_ino),
            .mode = status.st_mode,
            .links = static_cast<std::uint32_t>(status.st_nlink),
            .user = status.st_uid,
            .group = status.st_gid,
            .specialDevice = status.st_rdev,
            .padding1 = 0,
            .size = status.st_size,
            .blockSize = static_cast<std::uint32_t>(status.st_blksize),
            .padding2 = 0,
            .blocks = static_cast<std::uint64_t>(status.st_blocks),
            .accessed = timeSpec32(status.st_atim),
            .modified = timeSpec32(status.st_mtim),
            .changed = timeSpec32(status.st_ctim),
            .inode = status.st_ino};
}

struct IoVec32 {
    std::uint32_t base = 0;
    std::uint32_t bytes = 0;
};

struct EpollEvent32 {
    std::uint32_t events = 0;
    std::uint32_t padding = 0;
    std::uint64_t data = 0;
};
static_assert(sizeof(EpollEvent32) == 16);

struct MessageHeader32 {
    std::uint32_t name = 0;
    std::uint32_t nameBytes = 0;
    std::uint32_t vectors = 0;
    std::uint32_t vectorCount = 0;
    std::uint32_t control = 0;
    std::uint32_t controlBytes = 0;
    std::uint32_t flags = 0;
};
static_assert(sizeof(MessageHeader32) == 28);

struct ControlHeader32 {
    std::uint32_t bytes = 0;
    std::int32_t level = 0;
    std::int32_t type = 0;
};

// O_ flags that have other values than the host's.
inline constexpr int kGuestDirectory = 040000;
inline constexpr int kGuestNoFollow = 0100000;
inline constexpr int kGuestDirect = 0200000;
inline constexpr int kGuestLargeFile = 0400000;

} // namespace perisphere::a7
