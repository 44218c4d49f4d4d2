// The thread that owns a simulated device.
//
// Clock, queue, nets and models belong to one thread and need no locks. Everything else reaches
// them in one of two ways: post() and call() from threads of this process, InputSources for the
// apps' processes. The loop:
//
//     1. in a scaled mode, inputs that say when they were given act at that instant, in the order
//        of these, as far as the clock has not passed it: so writes that are taken up together
//        keep their distances
//     2. the clock moves to the present, as far as throttle, holds and the next event let it
//     3. posted work is done, in order
//     4. the input sources are polled, in the order they were added
//     5. the events of one slice run; or, when nothing may run, the thread sleeps until the next
//        event's host time, a post, or a writer's wake-up
//
// So whatever comes in acts between events, never inside one. In paused mode steps 3 and 4 go on
// and no event runs.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/base/unique_fd.hpp"
#include "perisphere/engine/busy_hold.hpp"
#include "perisphere/engine/host_clock.hpp"
#include "perisphere/engine/input_source.hpp"
#include "perisphere/engine/scheduler.hpp"
#include "perisphere/engine/sleep_flag.hpp"
#include "perisphere/engine/throttle.hpp"
#include "perisphere/engine/work_queue.hpp"

#include <atomic>
#include <cstdint>
#include <future>
#include <memory>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace perisphere::engine
{

struct MachineOptions {
    TimeMode mode = TimeMode::paused();
    /// Virtual time between two looks at posts and input sources.
    Duration slice = std::chrono::microseconds(100);
};

/// How a machine is doing.
struct MachineStatus {
    VirtualTime now;
    TimeMode mode = TimeMode::paused();
    Duration lag{};                   ///< Throttle::lag()
    Duration slipped{};               ///< Throttle::slipped()
    std::uint64_t executedEvents = 0; ///< since the machine was made
    std::vector<std::string> holders; ///< whose holds keep time back most
    std::optional<Error> fault; ///< why the machine paused itself; gone with the next setMode()
};

class Machine
{
    template <class T>
    struct Answer {
        using Type = Result<T>;
    };
    template <class T>
    struct Answer<Result<T>> {
        using Type = Result<T>;
    };

public:
    /// Fails only when the system has no descriptors left. `clock` outlives the machine.
    [[nodiscard]] static Result<std::unique_ptr<Machine>> create(HostClock& clock,
                                                                 MachineOptions options = {});
    Machine(const Machine&) = delete;
    Machine& operator=(const Machine&) = delete;
    /// Stops. Models that use the machine are gone by then, or touch it no more.
    ~Machine();

    // Life. Before start() and after stop() the machine belongs to the thread that made or stopped
    // it.
    void start();
    /// Ends the loop after the current slice and waits for the thread; posted work is done first.
    /// Not from the machine thread.
    void stop();
    /// Ends the loop without waiting. Any thread.
    void requestStop();
    /// The loop on the caller's thread, which becomes the machine thread, until requestStop().
    void run();

    // For any thread.
    /// Has the machine thread call `work`. What one thread posts is done in its order. False, and
    /// nothing is done, once the machine is stopped; work accepted before that is done in any case.
    bool post(WorkQueue::Work work);
    /// post(), then waits for what `function` returns: T gives Result<T>, Result<T> stays. On the
    /// machine's own thread it is called at once, ahead of posted work. Its error is
    /// InvalidArgument when the machine is stopped.
    template <class F>
    auto call(F&& function) -> typename Answer<std::invoke_result_t<F&>>::Type;
    [[nodiscard]] bool isOwnThread() const
    {
        return m_owner.load(std::memory_order_acquire) == std::this_thread::get_id();
    }
    /// An eventfd for writers in other processes, to be written to as sleep_flag.hpp says. They can
    /// take each other's wake-ups away by reading it, but never a post's: that has its own.
    [[nodiscard]] int wakeDescriptor() const { return m_writerWake.get(); }

    // For the machine thread.
    [[nodiscard]] Scheduler& scheduler() { return m_scheduler; }
    [[nodiscard]] BusyHolds& holds() { return m_holds; }
    [[nodiscard]] MachineStatus status() const;
    /// At any instant, also from an event, which then is the last one of the old mode.
    void setMode(TimeMode mode);
    /// Pauses when the device's instant `time` is complete; asked twice, the last one counts.
    void pauseAt(VirtualTime time);
    /// Called when the machine pauses itself because of a fault.
    void onFault(MoveOnlyFunction<void(const Error&)> listener);
    /// Fails when the source's wake descriptor cannot be watched. A source outlives its stay here.
    Result<void> addSource(InputSource& source);
    void removeSource(InputSource& source);

private:
    Machine(HostClock& clock, MachineOptions options);
    [[nodiscard]] static Error stoppedError();
    void wakeUp();
    void loop();
    [[nodiscard]] VirtualTime limit();
    void takeStampedInput();
    [[nodiscard]] InputSource* oldestStamped(HostTime& stamp) const;
    [[nodiscard]] bool runUntil(VirtualTime time);
    void moveToPresent();
    void pollSources();
    void runOrSleep();
    void runSlice(VirtualTime end);
    void pauseFor(Error fault);
    void sleepUntil(std::optional<HostTime> until);
    [[nodiscard]] bool linger(std::optional<HostTime> until);
    [[nodiscard]] bool hasSomethingToDo() const;
    void announceSleepToAll();
    void announceAwakeToAll();
    [[nodiscard]] bool hasInput() const;

    HostClock& m_clock;
    const Duration m_slice;
    UniqueFd m_epoll;
    UniqueFd m_postWake;
    UniqueFd m_writerWake;
    Scheduler m_scheduler;
    BusyHolds m_holds{m_scheduler};
    Throttle m_throttle;
    WorkQueue m_work;
    SleepFlag m_sleepFlag{kAwake};       // of post()
    std::vector<InputSource*> m_sources; // nullptr: removed while they were being polled
    bool m_pollingSources = false;
    bool m_lingers = false; // looks at the inputs for a moment before it sleeps
    EventHandle m_pause;
    std::optional<Error> m_fault;
    MoveOnlyFunction<void(const Error&)> m_faultListener;
    std::atomic<bool> m_stopRequested = false;
    std::atomic<std::thread::id> m_owner;
    std::thread m_thread;
};

template <class F>
auto Machine::call(F&& function) -> typename Answer<std::invoke_result_t<F&>>::Type
{
    using Type = typename Answer<std::invoke_result_t<F&>>::Type;
    auto answer = [&function]() -> Type {
        if constexpr (std::is_void_v<std::invoke_result_t<F&>>) {
            function();
            return {};
        } else {
            return function();
        }
    };
    if (isOwnThread())
        return answer();
    std::promise<Type> promise;
    auto future = promise.get_future();
    const bool accepted =
        post([&answer, promise = std::move(promise)]() mutable { promise.set_value(answer()); });
    if (!accepted)
        return fail(stoppedError());
    return future.get();
}

} // namespace perisphere::engine
