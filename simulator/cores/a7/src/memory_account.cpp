#include "memory_account.hpp"

#include "callers.hpp"
#include "descriptor_guard.hpp"
#include "mapped_files.hpp"
#include "symbols.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace perisphere::a7
{
namespace
{

constexpr std::size_t kMostCallers = 32;
/// What the kernel of the device holds for a program: a stack of each thread, and tables of pages,
/// of which one page serves 2 MiB.
constexpr std::uint64_t kThreadStack = 8192;
constexpr std::uint64_t kTableReach = std::uint64_t{2} << 20;
/// The kernel's own page, in every process.
constexpr std::uint32_t kFirstNotCounted = 0xFFFF0000;
constexpr std::uint32_t kLowestStack = 0xFE000000;
constexpr const char* kFirstStack = "of the first thread's stack";
constexpr const char* kZeroed = "of variables that begin as zero";

// Bits of an entry of /proc/self/pagemap.
constexpr std::uint64_t kPresent = std::uint64_t{1} << 63;
constexpr std::uint64_t kSwapped = std::uint64_t{1} << 62;
constexpr std::uint64_t kFileOrShared = std::uint64_t{1} << 61;
/// Not so where a page was only read: the same page of zeros is everywhere then.
constexpr std::uint64_t kExclusive = std::uint64_t{1} << 56;

bool isOwn(std::uint64_t entry, bool isShared)
{
    if ((entry & kSwapped) != 0)
        return true;
    return (entry & kPresent) != 0 && (entry & kExclusive) != 0 &&
           (isShared || (entry & kFileOrShared) == 0);
}

std::uint64_t pageFaults()
{
    struct rusage usage {
    };
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<std::uint64_t>(usage.ru_minflt) +
           static_cast<std::uint64_t>(usage.ru_majflt);
}

/// "main+0x12 in app at 0x512" of "main+0x12 in /approot/bin/app at 0x512".
std::string withoutFolder(std::string place)
{
    const auto slash = place.rfind('/');
    const auto first = place.find('/');
    if (slash != std::string::npos)
        place.erase(first, slash + 1 - first);
    return place;
}

using Block = std::array<std::uint64_t, GuestMemory::kBlockPages>;

/// Nothing of a block that cannot be read.
Block readBlock(const UniqueFd& pages, const GuestMemory& memory, std::size_t number)
{
    Block entries{};
    const auto first = reinterpret_cast<std::uintptr_t>(memory.window()) / GuestMemory::kPageBytes +
                       number * GuestMemory::kBlockPages;
    if (::pread(pages.get(), entries.data(), sizeof entries,
                static_cast<off_t>(first * sizeof entries[0])) != ssize_t{sizeof entries})
        entries = {};
    return entries;
}

/// Calls `act` with the address of each page that may be the program's own, and its entry.
template <class Act>
void forEachPage(const UniqueFd& pages, const GuestMemory& memory, Act act)
{
    constexpr std::uint32_t kBlockBytes = GuestMemory::kBlockPages * GuestMemory::kPageBytes;
    for (std::size_t number = 0; number < GuestMemory::kBlocks; ++number) {
        if (!memory.hasPages(number))
            continue;
        const Block entries = readBlock(pages, memory, number);
        for (std::size_t i = 0; i < entries.size(); ++i) {
            const auto address =
                static_cast<std::uint32_t>(number * kBlockBytes + i * GuestMemory::kPageBytes);
            if (entries[i] != 0 && address < kFirstNotCounted)
                act(address, entries[i]);
        }
    }
}

} // namespace

Result<std::unique_ptr<MemoryAccount>> MemoryAccount::open(GuestMemory& memory)
{
    const int fd = ::open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fail(systemError(errno, "open", "/proc/self/pagemap"));
    // A page is a page, as on the device, and each comes with a fault of its own.
    if (::prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0) != 0)
        return fail(systemError(errno, "switch huge pages off for", "an app"));
    return std::unique_ptr<MemoryAccount>(new MemoryAccount(memory, UniqueFd(keepFromGuest(fd))));
}

MemoryAccount::MemoryAccount(GuestMemory& memory, UniqueFd pages)
    : m_memory(memory)
    , m_pages(std::move(pages))
{
    m_memory.onRelease(
        [this](std::uint32_t begin, std::uint64_t bytes) { released(begin, bytes); });
    count();
}

MemoryAccount::~MemoryAccount()
{
    m_memory.onRelease({});
}

MemoryAccount::Use MemoryAccount::use(std::size_t threads)
{
    if (m_isLess || pageFaults() != m_faults)
        count();
    return {.own = m_own, .kernel = m_tables + threads * kThreadStack};
}

bool MemoryAccount::mayReach(std::uint64_t bytes, std::size_t threads) const
{
    // With each page a table at worst.
    const std::uint64_t most = (pageFaults() - m_faults) * 2 * GuestMemory::kPageBytes;
    return m_own + m_tables + threads * kThreadStack + most >= bytes;
}

void MemoryAccount::count()
{
    m_faults = pageFaults();
    m_isLess = false;
    m_own = 0;
    m_tables = 0;
    std::optional<std::uint64_t> table;
    forEachPage(m_pages, m_memory, [&](std::uint32_t address, std::uint64_t entry) {
        if (table != address / kTableReach) {
            table = address / kTableReach;
            m_tables += GuestMemory::kPageBytes;
        }
        const Range* const range =
            (entry & kFileOrShared) != 0 ? rangeAt(address) : nullptr; // seldom looked up
        if (isOwn(entry, range != nullptr && range->isShared))
            m_own += GuestMemory::kPageBytes;
    });
    m_peak = std::max(m_peak, m_own);
}

/// Before pages go: there may have been more than ever.
void MemoryAccount::released(std::uint32_t begin, std::uint64_t bytes)
{
    if (m_own + (pageFaults() - m_faults) * GuestMemory::kPageBytes > m_peak)
        count();
    m_isLess = true;
    forget(begin, begin + bytes);
}

void MemoryAccount::forget(std::uint32_t begin, std::uint64_t end)
{
    auto range = m_ranges.upper_bound(begin);
    if (range != m_ranges.begin())
        --range;
    while (range != m_ranges.end() && range->first < end) {
        const Range whole = range->second;
        const std::uint32_t first = range->first;
        if (whole.end <= begin) {
            ++range;
            continue;
        }
        range = m_ranges.erase(range);
        if (first < begin) {
            m_ranges[first] = whole;
            m_ranges[first].end = begin;
        }
        if (whole.end > end)
            m_ranges[static_cast<std::uint32_t>(end)] = whole;
    }
}

void MemoryAccount::asked(std::string_view call, std::uint32_t begin, std::uint64_t bytes,
                          bool isShared, const Registers& registers)
{
    const auto [site, isNew] =
        m_sites.try_emplace(Site{call, likelyCallers(m_memory, registers, kMostCallers)});
    site->second.bytes += bytes;
    ++site->second.times;
    forget(begin, begin + bytes);
    m_ranges[begin] = {.end = begin + bytes, .isShared = isShared, .site = site};
}

const MemoryAccount::Range* MemoryAccount::rangeAt(std::uint32_t address) const
{
    auto range = m_ranges.upper_bound(address);
    if (range == m_ranges.begin())
        return nullptr;
    --range;
    return address < range->second.end ? &range->second : nullptr;
}

std::vector<std::string> MemoryAccount::largest(std::size_t limit,
                                                const std::vector<MappedFile>& files)
{
    std::map<std::string, std::uint64_t> used;
    std::map<const Site*, std::uint64_t> usedBySite;
    forEachPage(m_pages, m_memory, [&](std::uint32_t address, std::uint64_t entry) {
        const Range* const range = rangeAt(address);
        if (!isOwn(entry, range != nullptr && range->isShared))
            return;
        const auto file = std::ranges::find_if(files, [&](const MappedFile& one) {
            return address >= one.begin && address < one.end;
        });
        if (range != nullptr) // first: shared memory has a name as well, /dev/zero
            usedBySite[&range->site->first] += GuestMemory::kPageBytes;
        else if (file != files.end())
            used["of variables in " + withoutFolder(file->path)] += GuestMemory::kPageBytes;
        else
            used[address >= kLowestStack ? kFirstStack : kZeroed] += GuestMemory::kPageBytes;
    });
    // Places that are told alike are one.
    struct Told {
        std::uint64_t used = 0;
        Asked asked;
    };
    std::map<std::string, Told> told;
    for (const auto& [site, bytes] : usedBySite) {
        Told& one = told[describe(*site, files)];
        const Asked& asked = m_sites.at(*site);
        one.used += bytes;
        one.asked.bytes += asked.bytes;
        one.asked.times += asked.times;
    }
    for (const auto& [place, one] : told)
        used[fmt::format("of {} KiB asked for {} by {}", one.asked.bytes / 1024,
                         one.asked.times == 1 ? "once" : fmt::format("{} times", one.asked.times),
                         place)] += one.used;
    std::vector<std::pair<std::uint64_t, std::string>> sorted;
    sorted.reserve(used.size());
    for (const auto& [what, bytes] : used)
        sorted.emplace_back(bytes, what);
    std::ranges::sort(sorted, [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    std::vector<std::string> lines;
    for (const auto& [bytes, what] : sorted)
        if (lines.size() < limit)
            lines.push_back(fmt::format("{} KiB {}", bytes / 1024, what));
    return lines;
}

/// "malloc+0x12 in libc.so at 0x1234, app at 0x694 (brk)". Places without a name in libraries are
/// left out where there are others. Those of a program that is stripped are what addr2line takes.
std::string MemoryAccount::describe(const Site& site, const std::vector<MappedFile>& files)
{
    std::string named;
    std::string all;
    for (std::size_t i = 0; i < site.callers.size(); ++i) {
        const std::string place =
            withoutFolder(placeName(files, site.callers[i] - (i == 0 ? 0 : 2)));
        all += (all.empty() ? "" : ", ") + place;
        const bool hasName = place.find(" in ") != std::string::npos && !place.starts_with("0x");
        if (hasName || place.find(".so") == std::string::npos)
            named += (named.empty() ? "" : ", ") + place;
    }
    return fmt::format("{} ({})", named.empty() ? all : named, site.call);
}

} // namespace perisphere::a7
