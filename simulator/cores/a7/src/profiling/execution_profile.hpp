// Where a program's instructions go, by function, by caller and by source line, without recompiling
// it.
//
// Instructions are executed one by one and each is counted: the figures are exact and the same in
// each run, at the price of a tenth or less of the speed.
#pragma once

#include "process_impl.hpp"
#include "profiling/line_coverage.hpp"
#include "result_file.hpp"

#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace perisphere::a7
{

/// A function as it was called from somewhere: a path from the first one.
struct CallNode {
    std::uint32_t entry = 0;
    std::uint64_t calls = 0;
    std::uint64_t instructions = 0;                             ///< its own
    std::map<std::uint32_t, std::unique_ptr<CallNode>> callees; ///< by entry
};

class ExecutionProfile final : public ProcessObserver
{
public:
    explicit ExecutionProfile(Process::Impl& process)
        : m_process(process)
        , m_profile(process.options().profileFile)
        , m_folded(process.options().foldedFile)
        , m_coverage(process.options().coverageFile)
    {
    }

    void betweenTurns() override {}
    void addDescriptors(std::vector<pollfd>&) override {}
    [[nodiscard]] bool mayRun(const Thread&) const override { return true; }
    Trap run(Thread& thread, std::uint64_t ticks) override;
    void hasRun(Thread&) override {}
    bool onSignal(Thread&, PendingSignal&) override { return true; }
    void beforeSystemCall(Thread&) override {}
    void afterSystemCall(Thread&) override {}
    /// Writes what the process' options ask for.
    void onEnd(const ProcessEnd& end) override;

private:
    struct Activation {
        CallNode* node = nullptr;
        std::uint32_t returnsTo = 0;
        std::uint32_t stack = 0; ///< of the caller
    };
    struct Stack {
        CallNode root;
        std::vector<Activation> active;
    };

    void follow(Stack& stack, std::uint32_t from, std::uint32_t bytes);

    Process::Impl& m_process;
    ResultFile m_profile;
    ResultFile m_folded;
    ResultFile m_coverage;
    InstructionCounts m_counts;    ///< for m_coverage
    std::map<int, Stack> m_stacks; ///< by thread
};

} // namespace perisphere::a7
