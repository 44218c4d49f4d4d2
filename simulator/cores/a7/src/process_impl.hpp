// The insides of a process: threads in turns, signals, the clock.
#pragma once

#include "clock.hpp"
#include "descriptor_guard.hpp"
#include "descriptors.hpp"
#include "device_nodes.hpp"
#include "file_view.hpp"
#include "mapped_files.hpp"
#include "memory_account.hpp"
#include "perisphere/a7/process.hpp"
#include "perisphere/protocol/memory_figures.hpp"
#include "posix_timers.hpp"
#include "process_observer.hpp"
#include "result_file.hpp"
#include "signal_descriptors.hpp"
#include "thread.hpp"
#include "timeline_recorder.hpp"
#include "timer_descriptors.hpp"
#include "timers.hpp"
#include "warm_core_parts.hpp"

#include <array>
#include <csignal>
#include <list>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <span>
#include <sys/resource.h>

namespace perisphere::a7
{

class Process::Impl
{
public:
    explicit Impl(ProcessOptions options)
        : m_options(std::move(options))
        , m_clock(m_options.clockLink
                      ? Clock(UniqueFd(keepFromGuest(m_options.clockLink.release())))
                      : Clock())
    {
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl();

    [[nodiscard]] Result<> start();
    ProcessEnd run();
    /// Of one that has ended, which is of no use then.
    [[nodiscard]] std::unique_ptr<WarmCore::Parts> takeWarmParts();

    [[nodiscard]] GuestMemory& memory() { return *m_memory; }
    [[nodiscard]] Cpu& cpu() { return *m_cpu; }
    [[nodiscard]] const Cpu& cpu() const { return *m_cpu; }
    [[nodiscard]] const ProcessOptions& options() const { return m_options; }
    [[nodiscard]] const std::vector<std::uint32_t>& auxiliaryVector() const
    {
        return m_auxiliaryVector;
    }
    /// As /proc/self/comm tells: the first thread's name, which prctl changes.
    [[nodiscard]] const std::string& commandName() const { return m_commandName; }
    void setCommandName(std::string name) { m_commandName = std::move(name); }
    [[nodiscard]] int processId() const;

    // Threads
    Thread& addThread();
    [[nodiscard]] std::list<Thread>& threads() { return m_threads; }
    /// nullptr where it has none with that id.
    [[nodiscard]] Thread* findThread(int id);
    void endThread(Thread& thread);
    void end(ProcessEnd end) { m_end = end; }
    /// Lets up to `count` waiters go on. @return how many
    unsigned wakeFutex(std::uint32_t address, unsigned count, std::uint32_t bits);
    unsigned requeueFutex(std::uint32_t from, std::uint32_t to, unsigned count);
    /// A priority-inheriting one, to who waits first, with FUTEX_ flags. False: EFAULT.
    bool handOverFutex(std::uint32_t address, std::uint32_t flags);
    [[nodiscard]] int nextThreadId();
    void yield() { m_yields = true; }
    /// Threads that wait to read from that pipe of Descriptors read again.
    void wakeReaders(unsigned pipe);
    /// Of a fork: the other threads are the parent's.
    void keepOnly(Thread& thread);
    void endChildWaits();

    // Processes that it has forked, or that have forked it
    [[nodiscard]] const std::set<int>& relatives() const { return m_relatives; }
    [[nodiscard]] bool isRelative(int process) const { return m_relatives.contains(process); }
    void addRelative(int process) { m_relatives.insert(process); }
    void removeRelative(int process) { m_relatives.erase(process); }

    /// Of vfork's child: the pipe to its parent, which waits until this process executes another
    /// program or ends, and the parent's stack from there on, which both use.
    void useParentsMemory(int pipe, std::uint32_t stack);
    [[nodiscard]] const std::vector<std::string>& emulator() const { return m_options.emulator; }

    // For debuggers
    /// What it has mapped, with the file of symbols in the program's place.
    [[nodiscard]] std::vector<MappedFile> filesWithSymbols();
    /// Whose registers the processor has; nullptr: nobody's.
    [[nodiscard]] Thread* current() { return m_current; }
    [[nodiscard]] const std::optional<ProcessEnd>& hasEnded() const { return m_end; }
    /// In the child of a fork, which nobody looks at.
    void forgetObserver()
    {
        m_observer.reset();
        m_timeline.reset();
        m_account.reset();
    }

    // Signals
    [[nodiscard]] SignalAction& action(int number)
    {
        return m_actions[static_cast<std::size_t>(number)];
    }
    /// nullptr: to any thread. @return whether it is pending now because of that
    bool send(Thread* thread, const PendingSignal& signal);
    void actionChanged(int number);
    /// One that cannot be blocked now, as of a fault.
    void force(Thread& thread, const PendingSignal& signal);
    [[nodiscard]] bool isIgnored(int number) const;
    /// Before another program is executed: what is pending waits in the host for that program.
    void handSignalsOver();
    /// That has failed.
    void takeSignalsBack();
    void forgetPending(int number);
    [[nodiscard]] bool isOnAlternateStack(const Thread& thread) const;
    [[nodiscard]] SignalDescriptors& signalDescriptors() { return m_signalDescriptors; }
    [[nodiscard]] SignalSet pendingFor(const Thread& thread) const;
    /// Of the process and of all its threads.
    [[nodiscard]] SignalSet pendingForAny() const;
    std::optional<PendingSignal> takePending(Thread& thread, SignalSet wanted);
    bool returnFromSignal(Thread& thread, bool hasInformation);

    // Time
    [[nodiscard]] Clock& clock() { return m_clock; }
    [[nodiscard]] Timers& timers() { return m_timers; }
    [[nodiscard]] Descriptors& descriptors() { return m_descriptors; }
    /// nullptr: there are none.
    [[nodiscard]] DeviceNodes* nodes() { return m_nodes.get(); }
    /// A system call has sent something to the device which its descriptors do not tell.
    void noteSent() { m_hasSent = true; }
    /// By which a device's clock goes.
    [[nodiscard]] std::uint64_t elapsedInstructions() const;
    [[nodiscard]] Instant now() const { return m_clock.now(elapsedInstructions()); }
    /// Since the epoch.
    [[nodiscard]] Instant realTime() const;
    [[nodiscard]] bool setRealTime(Instant time);
    /// Of a CLOCK_ number; nullopt where there is no such clock.
    [[nodiscard]] std::optional<Instant> clockTime(int clock) const;
    [[nodiscard]] std::optional<Instant> clockResolution(int clock) const;
    /// Of a thread's clock; nullptr where it has no such thread.
    [[nodiscard]] const Thread* threadOfClock(int clock) const;
    /// On a device's clock repeatable, as all that depends on chance there.
    [[nodiscard]] std::mt19937_64& random() { return m_random; }

    /// What the processor has done for the program, on the average instruction's time; of one of
    /// its threads alone.
    [[nodiscard]] Instant processorTime() const;
    [[nodiscard]] Instant processorTime(const Thread& thread) const;

    // Timers
    void addTimerfd(int fd, int clock);
    /// In the host's time.
    [[nodiscard]] TimerDescriptors& timerDescriptors() { return m_timerDescriptors; }
    /// Those whose time has come meanwhile: before the program is told what is ready.
    void expireTimers();
    [[nodiscard]] Timers::Id alarmTimer();
    /// Those of processor time: ITIMER_VIRTUAL and ITIMER_PROF.
    [[nodiscard]] Timers& processorTimers() { return m_processorTimers; }
    [[nodiscard]] Timers::Id processorTimer(int kind);
    [[nodiscard]] PosixTimers& posixTimers() { return m_posixTimers; }
    /// Those that go by the clock, or by the time of the processor; `thread`: of a thread's clock.
    /// nullopt: that thread has ended.
    [[nodiscard]] std::optional<TimerClock> timerClock(int clock, int thread);
    /// Of a timerfd.
    [[nodiscard]] int timerfdClock(Timers::Id id) const;

    /// Descriptors that came in a control message over another one lead where that leads.
    void noteReceived(int over, std::span<const std::uint8_t> descriptors);

    /// getppid(2), asked once between other calls and turns: nothing can have told the program in
    /// between that it has another parent.
    [[nodiscard]] int parent();

    // Files
    /// nullptr: they are the host's.
    [[nodiscard]] FileView* view() { return m_view.get(); }
    [[nodiscard]] const FileView* view() const { return m_view.get(); }
    /// The program's name among its files.
    [[nodiscard]] std::string programName() const
    {
        return m_view ? m_view->program() : m_options.program.string();
    }
    /// Absolute paths that the system root or the view has are there; for who looks from outside.
    [[nodiscard]] std::filesystem::path hostPath(const std::string& path) const;
    void reportUnknown(unsigned number);
    void reportDenied(unsigned number);

    // Times of files on a device's clock
    void stampFile(int fd);
    void stampNewFile(int fd);

    // Memory, where it is limited or its use told
    void noteAsked(std::string_view call, std::uint32_t begin, std::uint64_t bytes,
                   bool isShared = false);

    /// Nothing where nobody counts it.
    [[nodiscard]] MemoryAccount::Use memoryUse();
    /// Of what the device has for its apps.
    [[nodiscard]] std::uint64_t freeMemoryKib();
    /// Of an RLIMIT_ number, as the program sees it.
    [[nodiscard]] rlimit limit(unsigned resource) const;

    // What is told and set, and of no effect otherwise
    [[nodiscard]] std::map<unsigned, rlimit>& limits() { return m_limits; }
    [[nodiscard]] int niceness() const { return m_niceness; }
    void setNiceness(int niceness) { m_niceness = niceness; }

private:
    struct Waits;
    [[nodiscard]] Result<> beginMemory();
    [[nodiscard]] Result<> beginView();
    [[nodiscard]] Result<> beginOnDevice();
    void checkSymbols();
    void beginAccount();
    void lookAtMemory();
    void tellMemory();
    void endForMemory(const MemoryAccount::Use& use);
    void runThread(Thread& thread);
    void takeTurn(Thread& thread);
    void wake(Thread& thread);
    void releaseRobustFutex(const Thread& thread, std::uint32_t address, bool isPi);
    void releaseRobustList(const Thread& thread);
    void leaveParentsMemory();
    [[nodiscard]] std::uint64_t turn(const Thread& thread);
    [[nodiscard]] std::optional<Instant> nextOfProcessor(const Thread& thread) const;
    void expireProcessorTimers(const Thread& thread);
    void forgetTimers();
    [[nodiscard]] bool isRunnable(const Thread& thread) const;
    [[nodiscard]] bool nextRunnableIsThere() const;
    [[nodiscard]] Waits collectWaits();
    [[nodiscard]] Waits lookedAtWaits();
    bool endWaits(const Waits& waits);
    void lookAtWaits();
    void waitOnDevice();
    [[nodiscard]] bool reachesDevice(unsigned number) const;
    void noteDescriptors(unsigned number, std::uint32_t first, std::int64_t result);
    void tellDevice(protocol::ClockReport::Kind kind, std::optional<Instant> wakeAt = {});
    void deviceIsGone();
    void switchTo(Thread& thread);
    Thread* nextRunnable();
    void waitForSomething();
    void systemCall(Thread& thread);
    bool callWithinRun();
    void tellCall(const Thread& thread, std::string_view name, std::uint32_t first,
                  std::int64_t answer);
    void fault(Thread& thread, const Trap& trap);
    void beginSignals();
    void endSignals();
    void beginWatchdog();
    void takeHostSignals();
    void stopLikeHost(int number);
    void endWait(Thread& thread, bool hasTimedOut);
    bool deliverSignals(Thread& thread);
    void enterHandler(Thread& thread, const PendingSignal& signal, bool wasCall);
    bool pushFrame(Thread& thread, const PendingSignal& signal, const SignalAction& action,
                   SignalSet mask);
    void crash(Thread& thread, const PendingSignal& signal);
    void restartCall(Thread& thread);
    void storeRemaining(const Thread& thread);

    ProcessOptions m_options;
    ResultFile m_coreFile;
    Clock m_clock;
    Timers m_timers;
    Descriptors m_descriptors{m_timers};
    TimerDescriptors m_timerDescriptors{m_timers, m_descriptors};
    std::map<Timers::Id, int> m_timerfdClocks;
    std::optional<Timers::Id> m_alarm; ///< of setitimer
    Timers m_processorTimers;
    std::map<int, Timers> m_threadTimers;          ///< of processor time, by the thread's id
    std::map<int, Timers::Id> m_processorTimerIds; ///< by ITIMER_ number
    PosixTimers m_posixTimers{*this};
    const Thread* m_running = nullptr; ///< whose turn it is ...
    std::uint64_t m_ranFrom = 0;       ///< ... since then
    std::mt19937_64 m_random;
    std::uint64_t m_calls = 0; ///< system calls so far
    Instant m_turnEnd{};       ///< of the turn in progress, on a device's clock
    std::unique_ptr<GuestMemory> m_memory;
    std::unique_ptr<MemoryAccount> m_account;     ///< of it; mostly none where there is no device
    protocol::MemoryFigures* m_figures = nullptr; ///< mapped until the process ends
    std::unique_ptr<WarmCore::Parts> m_warm;      ///< which memory and processor are from
    std::unique_ptr<FileView> m_view;
    std::unique_ptr<DeviceNodes> m_nodes;
    bool m_hasSent = false;
    std::vector<std::uint32_t> m_auxiliaryVector;
    std::unique_ptr<Cpu> m_cpu;
    std::list<Thread> m_threads; ///< in the order of their turns
    Thread* m_current = nullptr; ///< whose registers the processor has
    std::array<SignalAction, kSignals + 1> m_actions{};
    std::deque<PendingSignal> m_pending; ///< for any thread
    SignalDescriptors m_signalDescriptors;
    std::optional<ProcessEnd> m_end;
    std::set<int> m_relatives;
    int m_parentPipe = -1;
    std::uint32_t m_parentStack = 0;
    int m_lastThreadId = 0;
    std::string m_commandName;
    std::set<unsigned> m_reported;
    std::map<unsigned, rlimit> m_limits;
    int m_niceness = 0;
    std::unique_ptr<ProcessObserver> m_observer;  ///< mostly nobody
    std::unique_ptr<TimelineRecorder> m_timeline; ///< mostly none
    bool m_yields = false;
    std::uint64_t m_lookedAt = 0; ///< when waits were looked at: instructions ...
    unsigned m_unlooked = 0;      ///< ... and turns since then
    std::optional<int> m_parent;
};

} // namespace perisphere::a7
