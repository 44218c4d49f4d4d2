#include "profiling/execution_profile.hpp"

#include "profiling/profile_files.hpp"

#include <algorithm>

namespace perisphere::a7
{
namespace
{

/// Of one path of callers; deeper ones count for the last.
constexpr std::size_t kMaxDepth = 256;
/// How many callers may be left at once, as by longjmp or an exception.
constexpr std::size_t kMaxLeft = 16;
constexpr unsigned kStackPointer = 13;
constexpr unsigned kLink = 14;
constexpr unsigned kCounter = 15;

std::uint32_t instructionBytes(const GuestMemory& memory, std::uint32_t address, bool isThumb)
{
    if (!isThumb)
        return 4;
    const auto halfword = memory.load<std::uint16_t>(address).value_or(0);
    return halfword >> 11 >= 0x1D ? 4 : 2;
}

} // namespace

Trap ExecutionProfile::run(Thread& thread, std::uint64_t ticks)
{
    Cpu& cpu = m_process.cpu();
    Stack& stack = m_stacks[thread.id];
    if (stack.active.empty()) {
        stack.root.entry = cpu.r(kCounter);
        stack.root.calls = 1;
        stack.active.push_back({.node = &stack.root});
    }
    for (; ticks > 0; --ticks) {
        const std::uint32_t pc = cpu.r(kCounter);
        const std::uint32_t bytes = instructionBytes(m_process.memory(), pc, cpu.isThumb());
        if (m_coverage)
            m_counts.add(pc);
        const Trap trap = cpu.step();
        ++stack.active.back().node->instructions;
        if (trap.kind != Trap::Kind::None)
            return trap;
        if (cpu.r(kCounter) != pc + bytes)
            follow(stack, pc, bytes);
    }
    return {};
}

/// The instruction at `from` has gone elsewhere: to a function, whose link register then tells the
/// next instruction; back to a caller; or within a function.
void ExecutionProfile::follow(Stack& stack, std::uint32_t from, std::uint32_t bytes)
{
    const Cpu& cpu = m_process.cpu();
    const std::uint32_t to = cpu.r(kCounter);
    if ((cpu.r(kLink) & ~1U) == from + bytes && stack.active.size() < kMaxDepth) {
        auto& callee = stack.active.back().node->callees[to];
        if (!callee) {
            callee = std::make_unique<CallNode>();
            callee->entry = to;
        }
        ++callee->calls;
        stack.active.push_back(
            {.node = callee.get(), .returnsTo = from + bytes, .stack = cpu.r(kStackPointer)});
        return;
    }
    const std::size_t least = stack.active.size() - std::min(stack.active.size() - 1, kMaxLeft);
    for (std::size_t i = stack.active.size(); i-- > least;)
        if (stack.active[i].returnsTo == to && cpu.r(kStackPointer) >= stack.active[i].stack) {
            stack.active.resize(i);
            return;
        }
}

void ExecutionProfile::onEnd(const ProcessEnd& /*end*/)
{
    std::vector<const CallNode*> roots;
    for (const auto& [thread, stack] : m_stacks)
        roots.push_back(&stack.root);
    const ProcessOptions& options = m_process.options();
    const auto files = m_process.filesWithSymbols();
    const ProfileNames names(files);
    const auto write = [&](ResultFile& file, const std::function<std::string()>& text) {
        if (!file)
            return;
        if (const auto written = file.replace(text()); !written && options.report)
            options.report(written.error().toString());
    };
    write(m_profile, [&] { return callgrindText(roots, names, options.program.string()); });
    write(m_folded, [&] { return foldedText(roots, names); });
    write(m_coverage, [&] { return lcovText(m_counts, files, options.report); });
}

} // namespace perisphere::a7
