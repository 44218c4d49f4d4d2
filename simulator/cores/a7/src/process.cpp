#include "perisphere/a7/process.hpp"

#include "app_debugger.hpp"
#include "call_trace.hpp"
#include "loader.hpp"
#include "perisphere/protocol/app_identity.hpp"
#include "process_impl.hpp"
#include "profiling/execution_profile.hpp"
#include "syscall.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <unistd.h>
#include <utility>

namespace perisphere::a7
{
namespace
{

/// Instructions of one turn: some 0.1 ms.
constexpr std::uint64_t kTurn = 100'000;
constexpr std::uint32_t kGetppid = 64;

} // namespace

Result<std::unique_ptr<Process>> Process::start(ProcessOptions options)
{
    auto impl = std::make_unique<Impl>(std::move(options));
    if (auto started = impl->start(); !started)
        return fail(started.error());
    return std::unique_ptr<Process>(new Process(std::move(impl)));
}

Process::Process(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}

Process::~Process() = default;

ProcessEnd Process::run()
{
    return m_impl->run();
}

std::uint64_t Process::instructions() const
{
    return m_impl->cpu().instructions();
}

Process::Impl::~Impl()
{
    endSignals(); // while there is what they interrupt
}

Result<> Process::Impl::start()
{
    m_coreFile = ResultFile(m_options.coreFile);
    if (!m_options.traceFile.empty())
        m_options.trace = [file = ResultFile(m_options.traceFile), report = m_options.report,
                           hasFailed = false](std::string_view line) mutable {
            if (hasFailed)
                return;
            const auto written = file.append(std::string(line) + '\n');
            hasFailed = !written;
            if (hasFailed && report)
                report(written.error().toString());
        };
    if (auto begun = beginView(); !begun)
        return begun;
    if (m_options.deviceNodes)
        m_nodes = std::make_unique<DeviceNodes>(keepFromGuest(m_options.deviceNodes.release()));
    if (!m_options.timelineFile.empty())
        m_timeline = std::make_unique<TimelineRecorder>(ResultFile(m_options.timelineFile),
                                                        m_options.report);
    if (auto begun = beginMemory(); !begun)
        return begun;
    beginAccount();
    const auto loaded =
        loadProgram(*m_memory, {.program = m_options.program,
                                .programName = programName(),
                                .arguments = m_options.arguments,
                                .environment = m_options.environment,
                                .interpreter = [this](const std::string& name) {
                                    return m_view ? hostPath(name)
                                                  : m_options.systemRoot /
                                                        std::filesystem::path(name).relative_path();
                                }});
    if (!loaded)
        return fail(loaded.error().during("start the app"));
    m_auxiliaryVector = loaded->auxiliaryVector;
    if (m_warm)
        m_warm->forgetOthers(*m_memory, *m_cpu);
    else
        m_cpu = std::make_unique<Cpu>(*m_memory, m_options.hasExactFaults);
    m_cpu->setCaller([this] { return callWithinRun(); });
    if (auto begun = beginOnDevice(); !begun)
        return begun;
    Thread& thread = addThread();
    m_commandName = m_options.program.filename().string().substr(0, 15);
    thread.name = m_commandName;
    thread.id = processId();
    thread.registers.r[13] = loaded->stack;
    thread.registers.r[15] = loaded->entry & ~1U;
    thread.registers.cpsr = 0x10U | ((loaded->entry & 1U) != 0 ? kThumb : 0);
    thread.blocked = m_options.blockedSignals & ~kUnblockable;
    beginSignals();
    if (m_options.debugPort || m_options.debugSocket) {
        auto debugger = listenForDebuggers(*this);
        if (!debugger)
            return fail(debugger.error());
        m_observer = std::move(*debugger);
        if (m_clock.isVirtual()) // the device reads where it listens
            tellDevice(protocol::ClockReport::Kind::Sent);
    } else if (!m_options.profileFile.empty() || !m_options.foldedFile.empty() ||
               !m_options.coverageFile.empty()) {
        m_observer = std::make_unique<ExecutionProfile>(*this);
    }
    return {};
}

Result<> Process::Impl::beginMemory()
{
    const bool isObserved = m_options.debugPort || m_options.debugSocket ||
                            !m_options.profileFile.empty() || !m_options.foldedFile.empty() ||
                            !m_options.coverageFile.empty();
    if (m_options.core != nullptr && !isObserved)
        m_warm = m_options.core->takeParts(m_options.hasExactFaults);
    if (m_warm) {
        m_memory = std::move(m_warm->memory);
        m_cpu = std::move(m_warm->cpu);
        return {};
    }
    auto memory = GuestMemory::create();
    if (!memory)
        return fail(memory.error());
    m_memory = std::move(*memory);
    return {};
}

/// The program is known by its name in the view until then, and by the host's from then on.
Result<> Process::Impl::beginView()
{
    if (!m_options.view)
        return {};
    m_options.view->program = m_options.program.string();
    auto view = FileView::create(*m_options.view);
    if (!view)
        return fail(view.error());
    m_view = std::move(*view);
    const auto program = m_view->find(m_view->program());
    if (!program || !program->isThere)
        return fail(systemError(program ? ENOENT : program.error(), "open", m_view->program()));
    m_options.program = program->host;
    return {};
}

/// What the program has been given leads to the device.
Result<> Process::Impl::beginOnDevice()
{
    if (!m_clock.isVirtual())
        return {};
    if (!m_clock.awaitGrant(elapsedInstructions()))
        return fail(ErrorCode::Io, "the device that the app's clock belongs to is gone");
    m_random.seed(m_clock.seed());
    for (int fd = 0; fd < m_options.inheritedDescriptors; ++fd)
        m_descriptors.set(fd, Reach::Device);
    tellMemory();
    return {};
}

Thread& Process::Impl::addThread()
{
    m_threads.emplace_back();
    return m_threads.back();
}

ProcessEnd Process::Impl::run()
{
    while (!m_end) {
        if (!m_clock.isVirtual())
            takeHostSignals();
        else if (now() >= m_clock.granted() && nextRunnableIsThere()) // who waits tells so itself
            tellDevice(protocol::ClockReport::Kind::UsedUp);
        if (m_observer && !m_end)
            m_observer->betweenTurns();
        if (m_end)
            break;
        if (Thread* const thread = nextRunnable()) {
            if (m_timeline)
                m_timeline->beginRun(*thread, now());
            runThread(*thread);
            if (m_timeline)
                m_timeline->endRun(now());
            lookAtMemory();
            if (!m_end && (m_threads.size() > 1 || m_timers.next()))
                lookAtWaits();
        } else {
            waitForSomething();
            lookAtMemory(); // what other apps use may have been told
        }
        m_threads.remove_if([](const Thread& one) { return one.hasEnded; });
        if (m_threads.empty() && !m_end)
            m_end = ProcessEnd{};
    }
    for (const Thread& thread : m_threads) // other processes may wait for what it holds
        releaseRobustList(thread);
    leaveParentsMemory();
    if (m_observer)
        m_observer->onEnd(*m_end);
    if (m_timeline)
        m_timeline->end(now());
    if (m_clock.isVirtual() &&
        m_clock.report(protocol::ClockReport::Kind::Ended, elapsedInstructions()))
        (void)m_clock.awaitGrant(elapsedInstructions()); // what it has sent counts
    return *m_end;
}

/// The first that can go on, which then goes to the end of the line.
Thread* Process::Impl::nextRunnable()
{
    for (auto thread = m_threads.begin(); thread != m_threads.end(); ++thread) {
        if (!isRunnable(*thread))
            continue;
        m_threads.splice(m_threads.end(), m_threads, thread);
        return &m_threads.back();
    }
    return nullptr;
}

void Process::Impl::switchTo(Thread& thread)
{
    if (m_current == &thread)
        return;
    if (m_current != nullptr)
        m_current->registers = m_cpu->save();
    m_cpu->load(thread.registers);
    m_current = &thread;
}

/// How far the next thread runs: on a device's clock no further than to the next thing that
/// happens.
std::uint64_t Process::Impl::turn(const Thread& thread)
{
    const auto processorTimer = nextOfProcessor(thread);
    if (!m_clock.isVirtual())
        return processorTimer
                   ? std::clamp<std::uint64_t>(Clock::instructionsIn(*processorTimer), 1, kTurn)
                   : kTurn;
    Instant end = m_clock.granted();
    const auto cut = [&](const std::optional<Instant>& at) {
        if (at)
            end = std::min(end, *at);
    };
    cut(m_timers.next());
    if (processorTimer)
        cut(now() + *processorTimer);
    for (const Thread& one : m_threads)
        if (one.isWaiting)
            cut(one.wait.deadline);
    m_turnEnd = end;
    return std::clamp<std::uint64_t>(m_clock.instructionsUntil(end, elapsedInstructions()), 1,
                                     kTurn);
}

void Process::Impl::runThread(Thread& thread)
{
    switchTo(thread);
    m_running = &thread;
    m_ranFrom = elapsedInstructions();
    takeTurn(thread);
    m_running = nullptr;
    thread.used += elapsedInstructions() - m_ranFrom;
    expireProcessorTimers(thread);
}

void Process::Impl::takeTurn(Thread& thread)
{
    m_parent.reset();
    std::uint64_t left = turn(thread);
    m_yields = false;
    if (thread.isWaiting && (pendingFor(thread) & thread.wait.signals) != 0)
        endWait(thread, false);
    while (left > 0 && !m_end && !m_yields && !thread.hasEnded) {
        if (!deliverSignals(thread) && thread.isWaiting)
            return;
        if (m_end)
            return;
        const std::uint64_t before = m_cpu->instructions();
        const Trap trap = m_observer ? m_observer->run(thread, left) : m_cpu->run(left);
        left -= std::min(left, m_cpu->instructions() - before);
        switch (trap.kind) {
        case Trap::Kind::None:
            if (!m_clock.isVirtual())
                takeHostSignals();
            break;
        case Trap::Kind::SystemCall:
            left -= std::min(left, m_clock.isVirtual() ? protocol::kCallInstructions : 0);
            systemCall(thread);
            break;
        case Trap::Kind::Fault:
        case Trap::Kind::Undefined:
        case Trap::Kind::Breakpoint:
            fault(thread, trap);
            break;
        }
        if (m_observer)
            m_observer->hasRun(thread);
        if (thread.isWaiting)
            return;
    }
}

void Process::Impl::systemCall(Thread& thread)
{
    if (m_observer && !thread.isRetry)
        m_observer->beforeSystemCall(thread);
    lookAtMemory(); // before anybody sees what a program does that should have ended
    if (m_end)
        return;
    if (m_timeline && !thread.isRetry)
        m_timeline->beginCall(thread, now());
    ++m_calls;
    const std::uint32_t number = m_cpu->r(7);
    const SystemCall* const found = findSystemCall(number);
    if (number != kGetppid)
        m_parent.reset();
    const std::uint32_t first = m_cpu->r(0);
    if (!thread.isRetry)
        thread.firstArgument = first;
    const bool isSent = reachesDevice(number);
    Answer answer{.value = -ENOSYS};
    if (found != nullptr) {
        Call call(*this, thread);
        answer = makeCall(*found, call);
    } else {
        reportUnknown(number);
    }
    if (std::exchange(m_hasSent, false) && m_clock.isVirtual())
        tellDevice(protocol::ClockReport::Kind::Sent);
    if (answer.isWaiting) {
        thread.isWaiting = true;
        if (m_timeline)
            m_timeline->waitInCall(thread, found->name);
        return;
    }
    if (thread.savedMask) { // ppoll and its kin, which no signal has ended
        thread.blocked = *thread.savedMask;
        thread.savedMask.reset();
    }
    thread.isRetry = false;
    thread.hasTimedOut = false;
    thread.wasWoken = false;
    thread.deadline.reset();
    thread.progress = 0;
    if ((m_options.trace || m_timeline) && found != nullptr)
        tellCall(thread, found->name, first, answer.value);
    if (!answer.keepsRegisters)
        m_cpu->r(0) = static_cast<std::uint32_t>(answer.value);
    noteDescriptors(number, first, answer.value);
    if (isSent)
        tellDevice(protocol::ClockReport::Kind::Sent);
    if (m_observer && !thread.hasEnded && !m_end)
        m_observer->afterSystemCall(thread);
}

void Process::Impl::tellCall(const Thread& thread, std::string_view name, std::uint32_t first,
                             std::int64_t answer)
{
    std::array<std::uint32_t, 7> arguments{first};
    for (unsigned i = 1; i < arguments.size(); ++i)
        arguments[i] = m_cpu->r(i);
    const std::string text = describeCall(*m_memory, name, arguments, answer);
    if (m_options.trace)
        m_options.trace(fmt::format("{} {}", thread.id, text));
    if (m_timeline)
        m_timeline->endCall(thread, name, text, now());
}

int Process::Impl::parent()
{
    if (m_clock.isVirtual())
        return 1; // the device's application manager
    if (!m_parent)
        m_parent = ::getppid();
    return *m_parent;
}

void Process::Impl::reportUnknown(unsigned number)
{
    if (m_options.report && m_reported.insert(number).second)
        m_options.report(fmt::format("system call {} of ARM Linux is not there (ENOSYS)",
                                     nameOfUnknownCall(number)));
}

void Process::Impl::reportDenied(unsigned number)
{
    const SystemCall* const call = findSystemCall(number);
    if (call != nullptr && m_options.report && m_reported.insert(number).second)
        m_options.report(fmt::format("system call {} ({}) is nothing an app may do (EPERM)",
                                     call->name, number));
}

Thread* Process::Impl::findThread(int id)
{
    for (Thread& thread : m_threads)
        if (thread.id == id && !thread.hasEnded)
            return &thread;
    return nullptr;
}

/// The system call that waited, made again: the program counter goes back to its instruction.
void Process::Impl::restartCall(Thread& thread)
{
    static_cast<void>(thread);
    m_cpu->r(15) -= m_cpu->isThumb() ? 2U : 4U;
}

void Process::Impl::endThread(Thread& thread)
{
    releaseRobustList(thread);
    if (thread.clearChildTid != 0) {
        (void)m_memory->store<std::uint32_t>(thread.clearChildTid, 0);
        wakeFutex(thread.clearChildTid, 1, ~0U);
    }
    thread.hasEnded = true;
    m_posixTimers.leaveThread(thread.id);
    m_threadTimers.erase(thread.id);
    if (m_current == &thread)
        m_current = nullptr;
}

void Process::Impl::keepOnly(Thread& thread)
{
    m_threads.remove_if([&](const Thread& one) { return &one != &thread; });
    thread.pending.clear();
    m_pending.clear();
    forgetTimers();
    beginWatchdog();
}

/// On a device a number that is the same in each run.
int Process::Impl::processId() const
{
    return m_clock.isVirtual() || m_view ? protocol::kAppProcessId : ::getpid();
}

std::uint64_t Process::Impl::elapsedInstructions() const
{
    return m_cpu->instructions() + m_calls * protocol::kCallInstructions;
}

std::filesystem::path Process::Impl::hostPath(const std::string& path) const
{
    if (m_view) {
        const auto found = m_view->find(path);
        return std::filesystem::path(found && found->isThere ? found->host : path);
    }
    if (path.empty() || path.front() != '/' || m_options.systemRoot.empty())
        return path;
    const auto rooted = m_options.systemRoot / std::filesystem::path(path).relative_path();
    std::error_code ignored;
    const bool isThere = std::filesystem::exists(std::filesystem::symlink_status(rooted, ignored));
    return isThere ? rooted : std::filesystem::path(path);
}

} // namespace perisphere::a7
