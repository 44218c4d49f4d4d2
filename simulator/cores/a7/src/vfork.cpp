// The end of a vfork's child: what it has done to the memory that its parent uses as well.

#include "descriptor_guard.hpp"
#include "process_impl.hpp"

#include <algorithm>
#include <unistd.h>

namespace perisphere::a7
{

void Process::Impl::useParentsMemory(int pipe, std::uint32_t stack)
{
    m_parentPipe = pipe;
    m_parentStack = stack;
}

/// The part of the parent's stack that those frames have which called vfork: posix_spawn and shells
/// learn there why a program could not be executed.
void Process::Impl::leaveParentsMemory()
{
    constexpr std::uint32_t kSharedBytes = 16384; // which a pipe takes without waiting
    if (m_parentPipe < 0)
        return;
    std::array<std::uint8_t, kSharedBytes> bytes{};
    std::uint32_t count = kSharedBytes;
    while (count != 0 && !m_memory->isReadable(m_parentStack, count))
        count -= std::min(count, std::uint32_t{1024});
    if (count != 0 && m_memory->copyFrom(bytes.data(), m_parentStack, count))
        (void)!::write(m_parentPipe, bytes.data(), count);
    closeKept(m_parentPipe);
    m_parentPipe = -1;
}

int Process::Impl::nextThreadId()
{
    m_lastThreadId = std::max(m_lastThreadId, processId()) + 1;
    for (const Thread& thread : m_threads)
        m_lastThreadId = std::max(m_lastThreadId, thread.id + 1);
    return m_lastThreadId;
}

} // namespace perisphere::a7
