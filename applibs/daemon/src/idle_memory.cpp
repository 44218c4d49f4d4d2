#include "idle_memory.hpp"

#include "perisphere/base/file.hpp"

#include <charconv>
#include <chrono>
#include <malloc.h>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <unistd.h>

namespace perisphere::daemon
{
namespace
{

constexpr std::chrono::seconds kPeriod{5};
constexpr std::uint64_t kEnoughBytes = std::uint64_t{4} << 20U;
constexpr std::uint64_t kMostProcText = std::uint64_t{1} << 20U;

/// A number's end is where the rest of the text begins.
std::uintptr_t takeHexadecimal(std::string_view& text)
{
    std::uintptr_t number = 0;
    constexpr int kBase = 16;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), number, kBase);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return number;
}

/// A line of /proc/self/maps: "BEGIN-END PERMISSIONS OFFSET DEVICE INODE PATH". Only what is
/// executed and not written to is left to the page cache: what else a file's private mapping has
/// may be this process's own, such as the tables that the dynamic linker has filled in.
void releaseCode(std::string_view line)
{
    const auto begin = takeHexadecimal(line);
    line.remove_prefix(line.starts_with('-') ? 1 : 0);
    const auto end = takeHexadecimal(line);
    if (!line.starts_with(" r-xp ") || line.find('/') == std::string_view::npos || end <= begin)
        return;
    (void)::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
}

} // namespace

void releaseIdleMemory()
{
    (void)::malloc_trim(0);
    const auto maps = readTextFile("/proc/self/maps", kMostProcText);
    if (!maps)
        return;
    std::string_view rest = *maps;
    while (!rest.empty()) {
        const std::size_t end = rest.find('\n');
        releaseCode(rest.substr(0, end));
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
}

std::uint64_t residentBytes()
{
    const std::string text = readTextFile("/proc/self/statm", kMostProcText).value_or("");
    const std::size_t at = text.find(' '); // after the size
    std::uint64_t pages = 0;
    if (at != std::string::npos)
        (void)std::from_chars(text.data() + at + 1, text.data() + text.size(), pages);
    return pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

IdleMemory::IdleMemory(device::Timers& timers)
    : m_timers(timers)
{
    look();
}

void IdleMemory::look()
{
    if (residentBytes() > kEnoughBytes)
        releaseIdleMemory();
    m_next = m_timers.after(kPeriod, [this] { look(); });
}

} // namespace perisphere::daemon
