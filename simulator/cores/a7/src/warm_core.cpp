#include "warm_core_parts.hpp"

#include "loader.hpp"
#include "process_impl.hpp"

#include <cstring>

namespace perisphere::a7
{

WarmCore::WarmCore(std::unique_ptr<Parts> parts)
    : m_parts(std::move(parts))
{
}

WarmCore::~WarmCore() = default;

Result<std::unique_ptr<WarmCore>> WarmCore::make(const std::filesystem::path& program,
                                                 const std::filesystem::path& systemRoot,
                                                 bool hasExactFaults)
{
    Process::Impl process({.program = program,
                           .arguments = {program.string()},
                           .systemRoot = systemRoot,
                           .hasExactFaults = hasExactFaults});
    if (auto started = process.start(); !started)
        return fail(started.error());
    const ProcessEnd end = process.run();
    if (end.isBySignal || end.code != 0)
        return fail(Error{.code = ErrorCode::Invalid,
                          .message = "the program that warms the core up has ended early",
                          .where = {.file = program.string()},
                          .expected = "exit code 0",
                          .advice = "build the SDK's system root again"});
    return std::unique_ptr<WarmCore>(new WarmCore(process.takeWarmParts()));
}

std::unique_ptr<WarmCore::Parts> WarmCore::takeParts(bool hasExactFaults)
{
    return m_parts && m_parts->cpu->isExact() == hasExactFaults ? std::move(m_parts) : nullptr;
}

/// Of the interpreter alone: what is loaded later may lie elsewhere the next time, and code that
/// was made of what is not there any more must not run.
std::unique_ptr<WarmCore::Parts> Process::Impl::takeWarmParts()
{
    auto parts = std::make_unique<WarmCore::Parts>();
    parts->memory = std::move(m_memory);
    parts->cpu = std::move(m_cpu);
    GuestMemory& memory = *parts->memory;
    constexpr std::uint8_t kCode = GuestMemory::kFetched | GuestMemory::kExecutable;
    for (const GuestMemory::Range& range : memory.ranges())
        for (std::uint64_t at = range.begin; at < range.end; at += GuestMemory::kPageBytes) {
            const auto address = static_cast<std::uint32_t>(at);
            if ((memory.pageAt(address) & GuestMemory::kFetched) == 0)
                continue;
            WarmCore::Parts::CodePage page{.address = address};
            if (address >= kInterpreterBase && (memory.pageAt(address) & kCode) == kCode &&
                (memory.pageAt(address) & GuestMemory::kWritable) == 0 &&
                memory.copyFrom(page.contents.data(), address, page.contents.size()))
                parts->pages.push_back(page);
            else
                parts->cpu->forgetCode(address, GuestMemory::kPageBytes);
        }
    memory.clear();
    parts->cpu->begin();
    return parts;
}

void WarmCore::Parts::forgetOthers(GuestMemory& loaded, Cpu& processor)
{
    for (const CodePage& page : pages) {
        CodePage now{.address = page.address};
        const bool isSame =
            (loaded.pageAt(page.address) & GuestMemory::kExecutable) != 0 &&
            loaded.copyFrom(now.contents.data(), page.address, now.contents.size()) &&
            now.contents == page.contents;
        loaded.markFetched(page.address);
        if (!isSame)
            processor.forgetCode(page.address, GuestMemory::kPageBytes);
    }
    pages.clear();
}

} // namespace perisphere::a7
