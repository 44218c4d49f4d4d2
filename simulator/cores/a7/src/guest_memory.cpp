#include "perisphere/a7/guest_memory.hpp"

#include <algorithm>
#include <cerrno>
#include <climits>
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

/// The host never executes what is the guest's.
int hostProtection(int protection)
{
    if ((protection & PROT_WRITE) != 0)
        return PROT_READ | PROT_WRITE;
    return (protection & (PROT_READ | PROT_EXEC)) != 0 ? PROT_READ : PROT_NONE;
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
{
}

GuestMemory::~GuestMemory()
{
    ::munmap(m_window, kWindowBytes + kGuardBytes);
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
        m_mappedPages += is && !was ? 1 : 0;
        m_mappedPages -= was && !is ? 1 : 0;
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
    if (address % kPageBytes != 0)
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
    if (address % kPageBytes != 0 || newSize == 0 || oldSize == 0)
        return -EINVAL;
    if (!hasAll(address, oldSize, kMapped))
        return -EFAULT;
    const std::uint8_t page = pageAt(address) & static_cast<std::uint8_t>(~kFetched);
    if ((flags & MREMAP_FIXED) == 0) {
        if (newSize <= oldSize) {
            if (newSize < oldSize)
                (void)unmap(static_cast<std::uint32_t>(address + newSize), oldSize - newSize);
            return address;
        }
        if ((flags & MREMAP_MAYMOVE) == 0)
            return -ENOMEM;
        const auto found = findFree(newSize);
        if (!found)
            return -ENOMEM;
        target = *found;
    }
    if (target % kPageBytes != 0 || target + newSize > kWindowBytes)
        return -EINVAL;
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
    std::string result;
    for (std::uint64_t at = address; result.size() <= PATH_MAX; ++at) {
        if (at >= kWindowBytes || !isReadable(static_cast<std::uint32_t>(at), 1))
            return std::nullopt;
        const auto character = static_cast<char>(m_window[at]);
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
