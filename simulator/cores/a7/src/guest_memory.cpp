#include "perisphere/a7/guest_memory.hpp"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <csetjmp>
#include <csignal>
#include <sys/mman.h>

namespace perisphere::a7
{
namespace
{

constexpr std::uint64_t kWindowBytes = std::uint64_t{1} << 32;
/// Accesses that begin below 4 GiB and end above it stay inside the reservation.
constexpr std::uint64_t kGuardBytes = 65536;

/// Where mappings without a place of their own go, from the top down: below the stack and the
/// kernel's helper page, above where a program and its heap lie.
constexpr std::uint32_t kMapTop = 0xF0000000;
constexpr std::uint32_t kMapBottom = 0x00010000;

constexpr std::uint64_t inPages(std::uint64_t bytes)
{
    return (bytes + GuestMemory::kPageBytes - 1) / GuestMemory::kPageBytes *
           GuestMemory::kPageBytes;
}

std::uint8_t pageOf(int protection)
{
    std::uint8_t page = GuestMemory::kMapped;
    if ((protection & PROT_READ) != 0)
        page |= GuestMemory::kReadable;
    if ((protection & PROT_WRITE) != 0)
        page |= GuestMemory::kWritable | GuestMemory::kReadable;
    if ((protection & PROT_EXEC) != 0)
        page |= GuestMemory::kExecutable | GuestMemory::kReadable;
    return page;
}

constexpr int kProtSem = 8; ///< for atomic operations: of no effect here

/// The host never executes what is the guest's.
int hostProtection(int protection)
{
    if ((protection & PROT_WRITE) != 0)
        return PROT_READ | PROT_WRITE;
    return (protection & (PROT_READ | PROT_EXEC)) != 0 ? PROT_READ : PROT_NONE;
}

// Mapped files may end before their mappings do; the host then raises SIGBUS, of which the
// recompiler knows nothing. Its access is made to fail as one to a closed page does, which it
// knows.

// NOLINTBEGIN(cppcoreguidelines-avoid-non-const-global-variables): a signal handler has nothing
// else
std::uint8_t* g_window = nullptr;
std::uint8_t* volatile g_busPage = nullptr;
sigjmp_buf* volatile g_copy = nullptr; ///< where a copy of ours goes on
// NOLINTEND(cppcoreguidelines-avoid-non-const-global-variables)

extern "C" void hostBusError(int number, siginfo_t* information, void*)
{
    if (g_copy != nullptr)
        siglongjmp(*g_copy, 1);
    auto* const place = static_cast<std::uint8_t*>(information->si_addr);
    if (g_window == nullptr || place < g_window || place >= g_window + kWindowBytes) {
        std::signal(number, SIG_DFL); // not the program's: it comes again, and ends us
        return;
    }
    const auto offset = static_cast<std::uint64_t>(place - g_window);
    g_busPage = g_window + offset / GuestMemory::kPageBytes * GuestMemory::kPageBytes;
    ::mprotect(g_busPage, GuestMemory::kPageBytes, PROT_NONE);
}

void installBusHandler()
{
    struct sigaction action {
    };
    action.sa_sigaction = hostBusError;
    action.sa_flags = SA_SIGINFO | SA_NODEFER | SA_ONSTACK;
    ::sigaction(SIGBUS, &action, nullptr);
}

bool copyGuarded(void* to, const void* from, std::size_t bytes)
{
    if (bytes == 0)
        return true;
    sigjmp_buf place;
    if (sigsetjmp(place, 0) != 0) {
        g_copy = nullptr;
        return false;
    }
    g_copy = &place;
    std::memcpy(to, from, bytes);
    g_copy = nullptr;
    return true;
}

} // namespace

Result<std::unique_ptr<GuestMemory>> GuestMemory::create()
{
    void* const window = ::mmap(nullptr, kWindowBytes + kGuardBytes, PROT_NONE,
                                MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (window == MAP_FAILED)
        return fail(systemError(errno, "reserve", "4 GiB of addresses for an app"));
    return std::unique_ptr<GuestMemory>(new GuestMemory(static_cast<std::uint8_t*>(window)));
}

GuestMemory::GuestMemory(std::uint8_t* window)
    : m_window(window)
    , m_pages(kWindowBytes / kPageBytes)
    , m_blockPages(kBlocks)
{
    g_window = window;
    installBusHandler();
}

GuestMemory::~GuestMemory()
{
    if (g_window == m_window)
        g_window = nullptr;
    ::munmap(m_window, kWindowBytes + kGuardBytes);
}

void GuestMemory::clear()
{
    for (const Range& range : ranges())
        (void)unmap(range.begin, range.end - range.begin);
    m_peakPages = 0;
    m_isShared = false;
    setBreakStart(0);
}

bool GuestMemory::copyFrom(void* to, std::uint32_t address, std::size_t bytes) const
{
    return (bytes == 0 || isReadable(address, bytes)) && copyGuarded(to, host(address), bytes);
}

bool GuestMemory::copyTo(std::uint32_t address, const void* from, std::size_t bytes)
{
    return (bytes == 0 || isWritable(address, bytes)) && copyGuarded(host(address), from, bytes);
}

bool GuestMemory::patch(std::uint32_t address, std::span<const std::uint8_t> bytes)
{
    const std::uint32_t begin = address / kPageBytes * kPageBytes;
    if (!isReadable(address, bytes.size()) || address - begin + bytes.size() > kPageBytes)
        return false;
    if (isWritable(address, bytes.size()))
        return copyTo(address, bytes.data(), bytes.size());
    if (::mprotect(host(begin), kPageBytes, PROT_READ | PROT_WRITE) != 0)
        return false;
    const bool isWritten = copyGuarded(host(address), bytes.data(), bytes.size());
    ::mprotect(host(begin), kPageBytes, PROT_READ);
    return isWritten;
}

bool GuestMemory::takeBusError(std::uint32_t address, std::uint64_t bytes)
{
    std::uint8_t* const page = g_busPage;
    if (page == nullptr)
        return false;
    g_busPage = nullptr;
    const auto begin = static_cast<std::uint64_t>(page - m_window);
    // As before: the file may have grown when it is touched again.
    const std::uint8_t bits = m_pages[begin / kPageBytes];
    ::mprotect(page, kPageBytes,
               ((bits & kReadable) != 0 ? PROT_READ : 0) |
                   ((bits & kWritable) != 0 ? PROT_WRITE : 0));
    return address < begin + kPageBytes && address + bytes > begin;
}

bool GuestMemory::hasAll(std::uint32_t address, std::uint64_t bytes, std::uint8_t bits) const
{
    const std::uint64_t end = address + bytes;
    if (end > kWindowBytes)
        return false;
    for (std::uint64_t page = address / kPageBytes; page * kPageBytes < end; ++page)
        if ((m_pages[page] & bits) != bits)
            return false;
    return true;
}

bool GuestMemory::hasFetched(std::uint32_t address, std::uint64_t bytes) const
{
    const std::uint64_t end = std::min(address + bytes, kWindowBytes);
    for (std::uint64_t page = address / kPageBytes; page * kPageBytes < end; ++page)
        if ((m_pages[page] & kFetched) != 0)
            return true;
    return false;
}

void GuestMemory::setPages(std::uint32_t address, std::uint64_t bytes, std::uint8_t page)
{
    const std::uint64_t first = address / kPageBytes;
    const std::uint64_t count = inPages(bytes) / kPageBytes;
    for (std::uint64_t i = first; i < first + count; ++i) {
        const bool was = (m_pages[i] & kMapped) != 0;
        const bool is = (page & kMapped) != 0;
        if (is && !was) {
            ++m_mappedPages;
            ++m_blockPages[i / kBlockPages];
        } else if (was && !is) {
            --m_mappedPages;
            --m_blockPages[i / kBlockPages];
        }
        m_pages[i] = page;
    }
    m_peakPages = std::max(m_peakPages, m_mappedPages);
}

std::optional<std::uint32_t> GuestMemory::findFree(std::uint64_t bytes) const
{
    const std::uint64_t count = bytes / kPageBytes;
    std::uint64_t run = 0;
    for (std::uint64_t page = kMapTop / kPageBytes; page-- > kMapBottom / kPageBytes;) {
        run = (m_pages[page] & kMapped) != 0 ? 0 : run + 1;
        if (run == count)
            return static_cast<std::uint32_t>(page * kPageBytes);
    }
    return std::nullopt;
}

std::int64_t GuestMemory::map(std::uint32_t hint, std::uint64_t bytes, int protection, int flags,
                              int fd, std::int64_t offset)
{
    const std::uint64_t size = inPages(bytes);
    if (size == 0 || size > kWindowBytes)
        return bytes == 0 ? -EINVAL : -ENOMEM;
    m_isShared = m_isShared || (flags & MAP_TYPE) != MAP_PRIVATE;
    const bool isFixed = (flags & (MAP_FIXED | MAP_FIXED_NOREPLACE)) != 0;
    std::uint32_t address = hint;
    if (isFixed) {
        if (hint % kPageBytes != 0 || hint + size > kWindowBytes)
            return -EINVAL;
        if ((flags & MAP_FIXED_NOREPLACE) != 0)
            for (std::uint64_t at = hint; at < hint + size; at += kPageBytes)
                if ((m_pages[at / kPageBytes] & kMapped) != 0)
                    return -EEXIST;
    } else {
        address = hint / kPageBytes * kPageBytes;
        bool isFree = address >= kMapBottom && address + size <= kMapTop;
        for (std::uint64_t at = address; isFree && at < address + size; at += kPageBytes)
            isFree = (m_pages[at / kPageBytes] & kMapped) == 0;
        if (!isFree) {
            const auto found = findFree(size);
            if (!found)
                return -ENOMEM;
            address = *found;
        }
    }
    if (isFixed)
        aboutToRelease(address, size);
    const int hostFlags =
        (flags & ~(MAP_FIXED_NOREPLACE | MAP_GROWSDOWN | MAP_32BIT | MAP_LOCKED)) | MAP_FIXED |
        ((flags & MAP_ANONYMOUS) != 0 ? MAP_NORESERVE : 0);
    if (::mmap(host(address), size, hostProtection(protection), hostFlags, fd, offset) ==
        MAP_FAILED)
        return -errno;
    setPages(address, size, pageOf(protection));
    return address;
}

int GuestMemory::unmap(std::uint32_t address, std::uint64_t bytes)
{
    const std::uint64_t size = inPages(bytes);
    if (address % kPageBytes != 0 || size == 0 || address + size > kWindowBytes)
        return -EINVAL;
    aboutToRelease(address, size);
    // Reserved again: nobody else's mapping may come to lie in the window.
    if (::mmap(host(address), size, PROT_NONE,
               MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0) == MAP_FAILED)
        return -errno;
    setPages(address, size, 0);
    return 0;
}

int GuestMemory::protect(std::uint32_t address, std::uint64_t bytes, int protection)
{
    const std::uint64_t size = inPages(bytes);
    constexpr int kKnown = PROT_READ | PROT_WRITE | PROT_EXEC | kProtSem;
    if (address % kPageBytes != 0 || (protection & ~kKnown) != 0)
        return -EINVAL;
    if (address + size > kWindowBytes || !hasAll(address, size, kMapped))
        return -ENOMEM;
    if (size == 0)
        return 0;
    if (::mprotect(host(address), size, hostProtection(protection)) != 0)
        return -errno;
    setPages(address, size, pageOf(protection));
    return 0;
}

std::int64_t GuestMemory::remap(std::uint32_t address, std::uint64_t oldBytes,
                                std::uint64_t newBytes, int flags, std::uint32_t target)
{
    const std::uint64_t oldSize = inPages(oldBytes);
    const std::uint64_t newSize = inPages(newBytes);
    const bool mayMove = (flags & MREMAP_MAYMOVE) != 0;
    const bool isFixed = (flags & MREMAP_FIXED) != 0;
    if ((flags & ~(MREMAP_MAYMOVE | MREMAP_FIXED)) != 0 || (isFixed && !mayMove) ||
        address % kPageBytes != 0 || newSize == 0 || oldSize == 0 || newSize > kWindowBytes)
        return -EINVAL;
    if (!hasAll(address, oldSize, kMapped))
        return -EFAULT;
    const std::uint8_t page = pageAt(address) & static_cast<std::uint8_t>(~kFetched);
    if (isFixed) {
        const bool overlaps = target < address + oldSize && address < target + newSize;
        if (target % kPageBytes != 0 || target + newSize > kWindowBytes || overlaps)
            return -EINVAL;
    } else {
        if (newSize <= oldSize) {
            if (newSize < oldSize)
                (void)unmap(static_cast<std::uint32_t>(address + newSize), oldSize - newSize);
            return address;
        }
        if (!mayMove)
            return -ENOMEM;
        const auto found = findFree(newSize);
        if (!found)
            return -ENOMEM;
        target = *found;
    }
    if (::mremap(host(address), oldSize, newSize, MREMAP_MAYMOVE | MREMAP_FIXED, host(target)) ==
        MAP_FAILED)
        return -errno;
    (void)unmap(address, oldSize);
    setPages(target, newSize, page);
    return target;
}

void GuestMemory::setBreakStart(std::uint32_t address)
{
    m_breakStart = static_cast<std::uint32_t>(inPages(address));
    m_break = m_breakStart;
}

std::uint32_t GuestMemory::setBreak(std::uint32_t address)
{
    if (address < m_breakStart)
        return m_break;
    const auto oldEnd = static_cast<std::uint32_t>(inPages(m_break));
    const auto newEnd = static_cast<std::uint32_t>(inPages(address));
    if (newEnd > oldEnd && map(oldEnd, newEnd - oldEnd, PROT_READ | PROT_WRITE,
                               MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0) < 0)
        return m_break;
    if (newEnd < oldEnd && unmap(newEnd, oldEnd - newEnd) != 0)
        return m_break;
    m_break = address;
    return m_break;
}

std::optional<std::string> GuestMemory::text(std::uint32_t address) const
{
    return longText(address, PATH_MAX);
}

std::optional<std::string> GuestMemory::longText(std::uint32_t address, std::size_t most) const
{
    std::string result;
    for (std::uint64_t at = address; result.size() <= most; ++at) {
        if (at >= kWindowBytes || !isReadable(static_cast<std::uint32_t>(at), 1))
            return std::nullopt;
        char character = '\0';
        if (!copyFrom(&character, static_cast<std::uint32_t>(at), 1))
            return std::nullopt;
        if (character == '\0')
            return result;
        result.push_back(character);
    }
    return std::nullopt;
}

std::vector<GuestMemory::Range> GuestMemory::ranges() const
{
    std::vector<Range> all;
    for (std::uint64_t i = 0; i < m_pages.size(); ++i) {
        const std::uint8_t page = m_pages[i] & static_cast<std::uint8_t>(~kFetched);
        if ((page & kMapped) == 0)
            continue;
        const std::uint64_t begin = i * kPageBytes;
        if (!all.empty() && all.back().end == begin && all.back().page == page)
            all.back().end += kPageBytes;
        else
            all.push_back({static_cast<std::uint32_t>(begin), begin + kPageBytes, page});
    }
    return all;
}

} // namespace perisphere::a7
