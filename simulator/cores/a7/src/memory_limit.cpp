// The end of a program that has outgrown the memory that the device has for it.

#include "memory_account.hpp"
#include "process_impl.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <sys/mman.h>

namespace perisphere::a7
{
namespace
{

constexpr std::size_t kToldPlaces = 8;

std::uint64_t kibibytesOf(std::uint64_t bytes)
{
    return (bytes + 1023) / 1024;
}

} // namespace

/// Before anything is loaded.
void Process::Impl::beginAccount()
{
    if (m_options.memoryFigures) {
        const UniqueFd page = std::move(m_options.memoryFigures);
        void* const mapped = ::mmap(nullptr, sizeof(protocol::MemoryFigures),
                                    PROT_READ | PROT_WRITE, MAP_SHARED, page.get(), 0);
        if (mapped != MAP_FAILED)
            m_figures = static_cast<protocol::MemoryFigures*>(mapped);
    }
    if (!m_options.memoryLimit && m_figures == nullptr)
        return;
    auto account = MemoryAccount::open(*m_memory);
    if (account)
        m_account = std::move(*account);
    else if (m_options.report)
        m_options.report(
            fmt::format("the program is not held to its memory: {}", account.error().toString()));
}

void Process::Impl::noteAsked(std::string_view call, std::uint32_t begin, std::uint64_t bytes,
                              bool isShared)
{
    if (m_account)
        m_account->asked(call, begin, bytes, isShared, m_cpu->save());
}

/// Between turns and before system calls, so that the instant at which a program ends does not
/// depend on the host.
void Process::Impl::lookAtMemory()
{
    if (!m_account || !m_options.memoryLimit || m_end)
        return;
    const std::uint64_t limit = *m_options.memoryLimit;
    const std::uint64_t mayUse = std::min(limit, m_clock.memory().mayUse.value_or(limit));
    if (!m_account->mayReach(mayUse + 1, m_threads.size()))
        return;
    const MemoryAccount::Use use = m_account->use(m_threads.size());
    if (use.total() > mayUse || m_account->peak() > limit)
        endForMemory(use);
}

void Process::Impl::tellMemory()
{
    if (!m_account)
        return;
    const MemoryAccount::Use use = m_account->use(m_threads.size());
    if (m_options.memoryLimit) // else it takes nothing from those that are held to theirs
        m_clock.setMemoryUse(use.total());
    if (m_figures == nullptr)
        return;
    m_figures->total = kibibytesOf(use.total());
    m_figures->userMode = kibibytesOf(use.own);
    m_figures->peakUserMode = kibibytesOf(m_account->peak());
}

MemoryAccount::Use Process::Impl::memoryUse()
{
    return m_account ? m_account->use(m_threads.size()) : MemoryAccount::Use();
}

std::uint64_t Process::Impl::freeMemoryKib()
{
    const std::uint64_t all = m_options.memoryLimit.value_or(0) / 1024;
    return all -
           std::min(all, kibibytesOf(memoryUse().total()) + kibibytesOf(m_clock.memory().ofOthers));
}

void Process::Impl::endForMemory(const MemoryAccount::Use& use)
{
    if (m_options.report) {
        const Clock::MemoryGrant& memory = m_clock.memory();
        const std::string others =
            memory.ofOthers == 0 ? std::string()
                                 : fmt::format(" that it shares with apps that use {} KiB ({})",
                                               kibibytesOf(memory.ofOthers), memory.others);
        m_options.report(fmt::format(
            "out of memory: the program uses {} KiB of {}{} and is killed: {} KiB of its own, {} "
            "KiB at most so far, and {} KiB of the kernel for it",
            kibibytesOf(use.total()), kibibytesOf(*m_options.memoryLimit), others,
            kibibytesOf(use.own), kibibytesOf(m_account->peak()), kibibytesOf(use.kernel)));
        for (const std::string& line : m_account->largest(kToldPlaces, filesWithSymbols()))
            m_options.report(line);
    }
    end({.isBySignal = true, .code = SIGKILL});
}

} // namespace perisphere::a7
