#include "emulated_memory.hpp"

#include <cerrno>
#include <sys/mman.h>
#include <unistd.h>

namespace perisphere::device
{

Result<std::unique_ptr<EmulatedMemory>> EmulatedMemory::create()
{
    UniqueFd page(::memfd_create("perisphere-memory", MFD_CLOEXEC));
    if (!page || ::ftruncate(page.get(), sizeof(protocol::MemoryFigures)) != 0)
        return fail(systemError(errno, "create", "a page for an app's figures of memory"));
    void* const mapped = ::mmap(nullptr, sizeof(protocol::MemoryFigures), PROT_READ | PROT_WRITE,
                                MAP_SHARED, page.get(), 0);
    if (mapped == MAP_FAILED)
        return fail(systemError(errno, "map", "a page for an app's figures of memory"));
    return std::unique_ptr<EmulatedMemory>(
        new EmulatedMemory(std::move(page), static_cast<protocol::MemoryFigures*>(mapped)));
}

EmulatedMemory::EmulatedMemory(UniqueFd page, protocol::MemoryFigures* figures)
    : m_page(std::move(page))
    , m_figures(figures)
{
}

EmulatedMemory::~EmulatedMemory()
{
    ::munmap(m_figures, sizeof *m_figures);
}

Result<MemoryUse> EmulatedMemory::use() const
{
    const MemoryUse use{.total = m_figures->total,
                        .userMode = m_figures->userMode,
                        .peakUserMode = m_figures->peakUserMode};
    if (use.total == 0)
        return fail(ErrorCode::NotFound, "the app has used no memory yet");
    return use;
}

} // namespace perisphere::device
