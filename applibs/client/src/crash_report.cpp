// Tells the device where the app crashed. See protocol/crash_report.hpp.
//
// Only where the launcher asks for it and the C library can walk the stack; a handler that the app
// (or a sanitizer) has set itself is left alone. Nothing in the handler allocates or locks.

#include "perisphere/protocol/crash_report.hpp"

#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <features.h>
#include <sys/mman.h>
#include <unistd.h>

#ifdef __GLIBC__

#include <execinfo.h>
#include <ucontext.h>

namespace
{

using perisphere::protocol::kCrashReportBytes;
using perisphere::protocol::kCrashReportName;
using perisphere::protocol::kMaxCrashFrames;

constexpr int kSignals[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS};
constexpr int kHandlerFrames = 8; // of the handler itself, at most

constinit char* g_report = nullptr;
constinit std::size_t g_used = 0;
alignas(16) char g_stack[std::size_t{64} * 1024]; // an overflown stack has no room for a handler

void put(const char* text, std::size_t length)
{
    const std::size_t room = kCrashReportBytes - g_used;
    const std::size_t taken = length < room ? length : room;
    std::memcpy(g_report + g_used, text, taken);
    g_used += taken;
}

void put(const char* text)
{
    put(text, std::strlen(text));
}

void putNumber(std::uintptr_t value, unsigned base)
{
    char digits[2 * sizeof value + 4]; // 20 decimal digits in 64 bits
    char* at = digits + sizeof digits;
    do {
        *--at = "0123456789abcdef"[value % base];
        value /= base;
    } while (value != 0);
    put(at, static_cast<std::size_t>(digits + sizeof digits - at));
}

std::uintptr_t faultingInstruction(const void* context)
{
    const auto& registers = static_cast<const ucontext_t*>(context)->uc_mcontext;
#if defined(__x86_64__)
    return static_cast<std::uintptr_t>(registers.gregs[REG_RIP]);
#elif defined(__aarch64__)
    return registers.pc;
#elif defined(__arm__)
    return registers.arm_pc;
#else
    static_cast<void>(registers);
    return 0;
#endif
}

/// From the instruction at fault outwards; from the handler's caller where that is not found.
void putFrames(const void* context)
{
    void* frames[kMaxCrashFrames + kHandlerFrames];
    const int count = ::backtrace(frames, kMaxCrashFrames + kHandlerFrames);
    const std::uintptr_t fault = faultingInstruction(context);
    int first = 0;
    while (first < count && reinterpret_cast<std::uintptr_t>(frames[first]) != fault)
        ++first;
    if (first == count)
        first = count > 2 ? 2 : 0;
    for (int i = first; i < count && i < first + kMaxCrashFrames; ++i) {
        put("frame 0x");
        putNumber(reinterpret_cast<std::uintptr_t>(frames[i]), 16);
        put("\n");
    }
}

void putMaps()
{
    const int maps = ::open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
    if (maps < 0)
        return;
    put("maps\n");
    char chunk[1024];
    ssize_t count = 0;
    while ((count = ::read(maps, chunk, sizeof chunk)) > 0)
        put(chunk, static_cast<std::size_t>(count));
    ::close(maps);
}

void onCrash(int number, siginfo_t* /*info*/, void* context)
{
    put("signal ");
    putNumber(static_cast<std::uintptr_t>(number), 10);
    put("\n");
    putFrames(context);
    putMaps();
    // SA_RESETHAND: comes when this returns, and now ends the process as it would have.
    ::raise(number);
}

/// The descriptor after the device's, if it is what the launcher makes for this.
int findReport()
{
    const char* const device = std::getenv("PERISPHERE_DEVICE");
    if (device == nullptr)
        return -1;
    const int descriptor = static_cast<int>(std::strtol(device, nullptr, 10)) + 1;
    char link[64];
    char path[64];
    char expected[64];
    std::snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    const int length = std::snprintf(expected, sizeof expected, "/memfd:%s", kCrashReportName);
    const ssize_t found = ::readlink(link, path, sizeof path);
    return found >= length && std::memcmp(path, expected, static_cast<std::size_t>(length)) == 0
               ? descriptor
               : -1;
}

void handle(int number)
{
    struct sigaction action {
    };
    if (::sigaction(number, nullptr, &action) != 0 || action.sa_handler != SIG_DFL)
        return;
    action.sa_sigaction = onCrash;
    action.sa_flags = static_cast<int>(SA_SIGINFO | SA_ONSTACK | SA_RESETHAND);
    ::sigaction(number, &action, nullptr);
}

/// With a priority: before the constructor that takes PERISPHERE_DEVICE out of the environment.
__attribute__((constructor(101))) void watchForCrashes()
{
    const int descriptor = findReport();
    if (descriptor < 0)
        return;
    void* const memory =
        ::mmap(nullptr, kCrashReportBytes, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    ::close(descriptor);
    if (memory == MAP_FAILED)
        return;
    g_report = static_cast<char*>(memory);
    void* frame = nullptr;
    ::backtrace(&frame, 1); // loads what it needs now; it could not do so in the handler
    const stack_t stack{.ss_sp = g_stack, .ss_flags = 0, .ss_size = sizeof g_stack};
    ::sigaltstack(&stack, nullptr);
    for (const int number : kSignals)
        handle(number);
}

} // namespace

#endif
