#include "perisphere/m4/address_space.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>

namespace perisphere::m4
{
namespace
{

constexpr std::size_t kWindowBytes = std::size_t{1} << 32;
/// Unaligned accesses at the very end of the window stay inside the reservation.
constexpr std::size_t kGuardBytes = 65536;

std::size_t inPages(std::size_t bytes)
{
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    return (bytes + page - 1) / page * page;
}

} // namespace

Result<std::unique_ptr<Memory>> Memory::create(std::size_t bytes)
{
    const std::size_t size = inPages(bytes);
    const int descriptor = ::memfd_create("perisphere-memory", MFD_CLOEXEC);
    if (descriptor < 0)
        return fail(systemError(errno, "create", "memory of a core"));
    if (::ftruncate(descriptor, static_cast<off_t>(size)) != 0) {
        const int error = errno;
        ::close(descriptor);
        return fail(systemError(error, "size", "memory of a core"));
    }
    void* const data = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    if (data == MAP_FAILED) {
        const int error = errno;
        ::close(descriptor);
        return fail(systemError(error, "map", "memory of a core"));
    }
    return std::unique_ptr<Memory>(
        new Memory(descriptor, {static_cast<std::uint8_t*>(data), size}));
}

Memory::~Memory()
{
    ::munmap(m_bytes.data(), m_bytes.size());
    ::close(m_descriptor);
}

Result<std::unique_ptr<AddressSpace>> AddressSpace::create()
{
    void* const window = ::mmap(nullptr, kWindowBytes + kGuardBytes, PROT_NONE,
                                MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (window == MAP_FAILED)
        return fail(systemError(errno, "reserve", "4 GiB of addresses for a core"));
    return std::unique_ptr<AddressSpace>(new AddressSpace(window));
}

AddressSpace::~AddressSpace()
{
    ::munmap(m_window, kWindowBytes + kGuardBytes);
}

Result<void> AddressSpace::map(std::uint32_t base, Memory& memory, MemoryAccess access)
{
    const int protection = access == MemoryAccess::ReadWrite ? PROT_READ | PROT_WRITE : PROT_READ;
    const std::size_t size = memory.bytes().size();
    if (::mmap(static_cast<std::uint8_t*>(m_window) + base, size, protection,
               MAP_SHARED | MAP_FIXED, memory.m_descriptor, 0) == MAP_FAILED)
        return fail(systemError(errno, "map", "memory into a core's window"));
    m_regions.push_back({base, static_cast<std::uint32_t>(size), access, memory.bytes().data()});
    for (std::size_t block = base >> kBlockShift; block <= (base + size - 1) >> kBlockShift;
         ++block)
        m_blocks.set(block);
    return {};
}

const AddressSpace::Region* AddressSpace::find(std::uint32_t address, std::size_t bytes) const
{
    if (!m_blocks[address >> kBlockShift])
        return nullptr;
    const auto contains = [&](const Region& region) {
        const std::uint32_t offset = address - region.base;
        return offset < region.bytes && bytes <= region.bytes - offset;
    };
    if (m_recent < m_regions.size() && contains(m_regions[m_recent]))
        return &m_regions[m_recent];
    for (std::size_t i = 0; i < m_regions.size(); ++i)
        if (contains(m_regions[i])) {
            m_recent = i;
            return &m_regions[i];
        }
    return nullptr;
}

const std::uint8_t* AddressSpace::readable(std::uint32_t address, std::size_t bytes) const
{
    return host(address, bytes);
}

std::uint8_t* AddressSpace::writable(std::uint32_t address, std::size_t bytes) const
{
    const Region* const region = find(address, bytes);
    if (region == nullptr || region->access != MemoryAccess::ReadWrite)
        return nullptr;
    return region->data + (address - region->base);
}

std::uint8_t* AddressSpace::host(std::uint32_t address, std::size_t bytes) const
{
    const Region* const region = find(address, bytes);
    return region == nullptr ? nullptr : region->data + (address - region->base);
}

} // namespace perisphere::m4
