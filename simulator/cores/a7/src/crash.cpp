// The end of a program by a signal that means a mistake in it.
#include "core_file.hpp"
#include "symbols.hpp"
#include "unwinder.hpp"

#include <cstring>
#include <fmt/format.h>

namespace perisphere::a7
{
namespace
{

constexpr std::size_t kToldFrames = 32;

} // namespace

/// Symbols of another build, or of another app, would tell nonsense.
void Process::Impl::checkSymbols()
{
    if (m_options.symbolFile.empty())
        return;
    const auto own = buildIdOf(m_options.program.string());
    const auto given = buildIdOf(m_options.symbolFile.string());
    if (own.empty() || given.empty() || own == given)
        return;
    if (m_options.report)
        m_options.report(fmt::format("{} has the symbols of another build (build ID {:02x}; the "
                                     "program's is {:02x}) and is not looked at: give the one that "
                                     "the image package was made from",
                                     m_options.symbolFile.string(), fmt::join(given, ""),
                                     fmt::join(own, "")));
    m_options.symbolFile.clear();
}

std::vector<MappedFile> Process::Impl::filesWithSymbols()
{
    checkSymbols();
    auto files = mappedFiles(*m_memory);
    if (m_options.symbolFile.empty())
        return files;
    std::error_code unknown; // then it stays as it is
    const auto program = std::filesystem::canonical(m_options.program, unknown).string();
    for (MappedFile& file : files)
        if (file.path == program)
            file.path = m_options.symbolFile.string();
    return files;
}

void Process::Impl::crash(Thread& thread, const PendingSignal& signal)
{
    end({.isBySignal = true, .code = signal.number});
    const auto say = [&](const std::string& text) {
        if (m_options.report)
            m_options.report(text);
    };
    const bool hasAddress = signal.number == SIGSEGV || signal.number == SIGBUS;
    say(fmt::format("SIG{}{} ends the program{}", ::sigabbrev_np(signal.number),
                    hasAddress ? fmt::format(" for address {:#010x}", signal.address) : "",
                    thread.name.empty() ? "" : ", in thread " + thread.name));
    if (m_options.report) {
        const auto files = filesWithSymbols();
        const Registers registers = &thread == m_current ? m_cpu->save() : thread.registers;
        std::size_t number = 0;
        for (const std::uint32_t place : unwind(*m_memory, registers, kToldFrames)) {
            const std::uint32_t instruction = number == 0 ? place : place - 2; // of the call
            say(fmt::format("#{} {}", number, placeName(files, instruction)));
            ++number;
        }
    }
    if (!m_coreFile)
        return;
    const auto written = writeCoreFile(m_coreFile, *this, thread, signal);
    say(written ? fmt::format("\"gdb-multiarch {} {}\" opens the core file",
                              m_options.program.string(), m_coreFile.name())
                : written.error().toString());
}

} // namespace perisphere::a7
