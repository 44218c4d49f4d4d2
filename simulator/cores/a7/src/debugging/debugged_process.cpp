#include "debugging/debugged_process.hpp"

#include "app_debugger.hpp"

#include <algorithm>
#include <utility>

namespace perisphere::a7
{

using debug::StopReason;
using debug::ThreadAction;

Result<std::unique_ptr<ProcessObserver>> listenForDebuggers(Process::Impl& process)
{
    auto debugger = std::make_unique<DebuggedProcess>(process);
    const ProcessOptions& options = process.options();
    debugger->onClient(options.isConnected);
    const auto listening = options.debugSocket ? debugger->takeOver(*options.debugSocket)
                                               : debugger->listen(options.debugPort.value_or(0));
    if (!listening)
        return fail(listening.error());
    if (options.isListening)
        options.isListening(*listening);
    return debugger;
}

DebuggedProcess::DebuggedProcess(Process::Impl& process)
    : m_process(process)
    , m_listener(*this)
{
    process.cpu().makeFaultsExact();
    m_selected = process.threads().front().id;
}

void DebuggedProcess::onStop(const void* who,
                             engine::MoveOnlyFunction<void(const StopReason&)> listener)
{
    m_listeners.emplace_back(who, std::move(listener));
}

void DebuggedProcess::endOnStop(const void* who)
{
    std::erase_if(m_listeners, [&](const auto& one) { return one.first == who; });
}

void DebuggedProcess::tell(StopReason reason)
{
    m_reason = std::move(reason);
    m_selected = m_reason.thread;
    m_isStopped = true;
    m_isInterruptAsked = false;
    for (auto& [who, listener] : m_listeners)
        listener(m_reason);
}

/// Returns when a debugger lets the process go on, or has killed it.
void DebuggedProcess::stop(const Thread& thread, StopReason reason)
{
    reason.thread = thread.id;
    m_due.reset();
    m_steps.clear();
    m_held.clear();
    m_reportedAt.clear();
    if (reason.kind == StopReason::Kind::Breakpoint)
        m_reportedAt[thread.id] = registersOf(thread).r[15];
    tell(std::move(reason));
    while (m_isStopped && !m_process.hasEnded())
        m_listener.serve(-1);
}

Result<void> DebuggedProcess::resume(debug::Resume how)
{
    if (how == debug::Resume::ReverseContinue || how == debug::Resume::ReverseStep)
        return fail(ErrorCode::Unsupported, "a program on the application core does not go back");
    // Nobody decides about the signal any more: it is delivered.
    const ThreadAction action{.how = how == debug::Resume::Step ? ThreadAction::How::Step
                                                                : ThreadAction::How::Continue,
                              .signal = m_signal != nullptr ? m_signal->number : 0};
    return resumeThreads(std::span(&action, 1));
}

Result<> DebuggedProcess::resumeThreads(std::span<const ThreadAction> actions)
{
    m_chosenSignal = 0;
    for (Thread& thread : m_process.threads()) {
        const auto action = std::find_if(actions.begin(), actions.end(), [&](const auto& one) {
            return one.thread == thread.id || one.thread == ThreadAction::kAll;
        });
        if (action == actions.end()) {
            m_held.insert(thread.id);
            continue;
        }
        if (action->how != ThreadAction::How::Continue)
            m_steps[thread.id] = *action;
        if (action->signal == 0 || m_reason.thread != thread.id)
            continue;
        if (m_signal != nullptr) {
            m_chosenSignal = action->signal;
        } else {
            m_sent.emplace(thread.id, action->signal);
            thread.pending.push_front({.number = action->signal, .code = SI_USER});
        }
    }
    m_isStopped = false;
    return {};
}

void DebuggedProcess::kill()
{
    m_process.end({.isBySignal = true, .code = SIGKILL});
    m_isStopped = false;
}

void DebuggedProcess::betweenTurns()
{
    m_listener.serve(0);
    const auto& threads = m_process.threads();
    const Thread* const current = m_process.current();
    const Thread& one = current != nullptr && !current->hasEnded ? *current : threads.front();
    if (m_isInterruptAsked)
        stop(one, {});
    else if (std::none_of(threads.begin(), threads.end(),
                          [&](const Thread& thread) { return mayRun(thread); }))
        stop(one, {.kind = StopReason::Kind::Step}); // whoever might run has ended
}

Trap DebuggedProcess::run(Thread& thread, std::uint64_t ticks)
{
    m_hasStepped = m_steps.contains(thread.id);
    const auto reported = m_reportedAt.extract(thread.id);
    const bool isOnReported = reported && reported.mapped() == cpu().r(15);
    Trap trap;
    if (m_hasStepped || isOnReported)
        trap = cpu().step();
    else
        trap = cpu().isWatched() ? runWatched(ticks) : cpu().run(ticks);
    noteWatched();
    if (trap.kind == Trap::Kind::Breakpoint && cpu().hasBreakpoint(trap.address) && !m_hasStepped) {
        m_due = StopReason{.kind = StopReason::Kind::Breakpoint};
        trap = {};
    }
    if (trap.kind != Trap::Kind::None && trap.kind != Trap::Kind::SystemCall)
        m_hasStepped = false; // the instruction has not been executed; a signal follows
    return trap;
}

/// One by one: each may be the one that accesses what is watched.
Trap DebuggedProcess::runWatched(std::uint64_t ticks)
{
    for (; ticks > 0; --ticks) {
        if (const std::uint32_t pc = cpu().r(15); cpu().hasBreakpoint(pc))
            return {.kind = Trap::Kind::Breakpoint, .address = pc};
        if (const Trap trap = cpu().step(); trap.kind != Trap::Kind::None)
            return trap;
        noteWatched();
        if (m_due)
            break;
    }
    return {};
}

void DebuggedProcess::noteWatched()
{
    if (const auto access = cpu().takeWatched())
        m_due = StopReason{.kind = StopReason::Kind::Watchpoint,
                           .watch = debug::Watchpoint{.kind = access->isWrite
                                                                  ? debug::Watchpoint::Kind::Write
                                                                  : debug::Watchpoint::Kind::Read,
                                                      .address = access->address,
                                                      .bytes = access->bytes}};
}

void DebuggedProcess::hasRun(Thread& thread)
{
    if (thread.hasEnded || m_process.hasEnded())
        return;
    if (auto due = std::exchange(m_due, std::nullopt)) {
        stop(thread, std::move(*due));
        return;
    }
    if (!m_hasStepped || thread.isWaiting)
        return; // the call that it waits in is part of the step
    const auto step = m_steps.find(thread.id);
    if (step == m_steps.end())
        return;
    const ThreadAction& action = step->second;
    const std::uint32_t pc = cpu().r(15);
    const bool isWithin = action.how == ThreadAction::How::StepOutOf && pc >= action.begin &&
                          pc < action.end && !cpu().hasBreakpoint(pc);
    if (!isWithin)
        stop(thread, {.kind = StopReason::Kind::Step});
}

bool DebuggedProcess::onSignal(Thread& thread, PendingSignal& signal)
{
    if (m_sent.erase({thread.id, signal.number}) != 0 || m_passedSignals.contains(signal.number) ||
        signal.number == SIGKILL)
        return true;
    m_signal = &signal;
    m_chosenSignal = 0;
    stop(thread, {.kind = StopReason::Kind::Signal, .number = signal.number});
    m_signal = nullptr;
    if (m_chosenSignal == 0)
        return false;
    if (m_chosenSignal != signal.number)
        signal = {.number = m_chosenSignal, .code = SI_USER};
    return true;
}

bool DebuggedProcess::isCaught(unsigned number) const
{
    return m_caughtCalls && (m_caughtCalls->empty() || m_caughtCalls->contains(number));
}

void DebuggedProcess::beforeSystemCall(Thread& thread)
{
    const unsigned number = cpu().r(7);
    if (isCaught(number))
        stop(thread,
             {.kind = StopReason::Kind::SystemCallEntry, .number = static_cast<int>(number)});
    // What the kernel writes is no access of the processor.
    m_watchedBytes.clear();
    for (const debug::Watchpoint& watch : m_watchpoints) {
        auto& bytes = m_watchedBytes.emplace_back(watch.bytes);
        bytes.resize(readMemory(watch.address, bytes));
    }
}

void DebuggedProcess::afterSystemCall(Thread& thread)
{
    for (std::size_t i = 0; i < m_watchedBytes.size() && i < m_watchpoints.size(); ++i) {
        const debug::Watchpoint& watch = m_watchpoints[i];
        std::vector<std::uint8_t> bytes(watch.bytes);
        bytes.resize(readMemory(watch.address, bytes));
        if (watch.kind != debug::Watchpoint::Kind::Read && bytes != m_watchedBytes[i])
            m_due = StopReason{.kind = StopReason::Kind::Watchpoint,
                               .watch = debug::Watchpoint{.kind = debug::Watchpoint::Kind::Write,
                                                          .address = watch.address,
                                                          .bytes = watch.bytes}};
    }
    if (const unsigned number = cpu().r(7); isCaught(number))
        stop(thread,
             {.kind = StopReason::Kind::SystemCallReturn, .number = static_cast<int>(number)});
}

void DebuggedProcess::onEnd(const ProcessEnd& end)
{
    tell({.kind = end.isBySignal ? StopReason::Kind::Killed : StopReason::Kind::Exited,
          .thread = m_reason.thread,
          .number = end.code});
    m_listener.finish();
}

} // namespace perisphere::a7
