// Who the process is and what the system is.

#include "../device_facts.hpp"
#include "../syscall.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <unistd.h>

namespace perisphere::a7
{

Answer sysGetuid(Call&)
{
    return {.value = ::getuid()};
}
Answer sysGeteuid(Call&)
{
    return {.value = ::geteuid()};
}
Answer sysGetgid(Call&)
{
    return {.value = ::getgid()};
}
Answer sysGetegid(Call&)
{
    return {.value = ::getegid()};
}
Answer sysUmask(Call& call)
{
    return {.value = ::umask(call.arg(0))};
}

Answer sysUname(Call& call)
{
    utsname name{};
    ::uname(&name);
    if (call.process.view() != nullptr) {
        name = {};
        std::strncpy(name.sysname, "Linux", sizeof name.sysname - 1);
        std::strncpy(name.nodename, kDeviceName, sizeof name.nodename - 1);
        std::strncpy(name.release, kKernelRelease, sizeof name.release - 1);
        std::strncpy(name.version, kKernelVersion, sizeof name.version - 1);
        std::strncpy(name.domainname, "(none)", sizeof name.domainname - 1);
    }
    std::strncpy(name.machine, "armv7l", sizeof name.machine);
    return call.memory.store(call.arg(0), name) ? Answer{} : Call::error(EFAULT);
}

Answer sysGetrandom(Call& call)
{
    if (call.process.clock().isVirtual()) {
        constexpr std::uint32_t kMost = 256; // as many as are never interrupted
        std::array<std::uint8_t, kMost> bytes{};
        const std::uint32_t count = std::min(call.arg(1), kMost);
        std::generate_n(bytes.begin(), count,
                        [&] { return static_cast<std::uint8_t>(call.process.random()() >> 56); });
        if (!call.memory.copyTo(call.arg(0), bytes.data(), count))
            return Call::error(EFAULT);
        return {.value = count};
    }
    return Call::result(::getrandom(call.bytes(0, call.arg(1)), call.arg(1), call.arg(2)));
}

Answer sysSysinfo(Call& call)
{
    struct Info32 {
        std::int32_t uptime;
        std::uint32_t loads[3];
        std::uint32_t memory[6];
        std::uint16_t processes;
        std::uint16_t padding;
        std::uint32_t high[2];
        std::uint32_t unit;
        std::uint8_t rest[8];
    };
    static_assert(sizeof(Info32) == 64);
    struct sysinfo host {
    };
    ::sysinfo(&host);
    if (call.process.view() != nullptr) {
        host = {};
        host.totalram = kDeviceMemoryKib;
        host.freeram = call.process.freeMemoryKib();
        host.procs = 1;
        host.mem_unit = 1024;
    }
    constexpr std::uint32_t kUnit = 4096;
    const auto pages = [&](unsigned long amount) {
        return static_cast<std::uint32_t>(amount * host.mem_unit / kUnit);
    };
    const Info32 info{.uptime = static_cast<std::int32_t>(
                          std::chrono::floor<std::chrono::seconds>(call.process.now()).count()),
                      .loads = {},
                      .memory = {pages(host.totalram), pages(host.freeram), pages(host.sharedram),
                                 pages(host.bufferram), pages(host.totalswap),
                                 pages(host.freeswap)},
                      .processes = host.procs,
                      .padding = 0,
                      .high = {},
                      .unit = kUnit,
                      .rest = {}};
    return call.memory.store(call.arg(0), info) ? Answer{} : Call::error(EFAULT);
}

/// Of personalities there is this one.
Answer sysPersonality(Call& call)
{
    constexpr std::uint32_t kAsk = 0xFFFFFFFF;
    return call.arg(0) == 0 || call.arg(0) == kAsk ? Answer{} : Call::error(EINVAL);
}

} // namespace perisphere::a7
