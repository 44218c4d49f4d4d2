// applibs/eventloop.h on epoll.
//
// Events are taken from the kernel one at a time: a callback may then unregister or change any
// registration, its own too, and nothing that was fetched before is left to be delivered. The
// kernel hands out ready descriptors in turn, so none starves.

#include "abi.hpp"
#include "descriptors.hpp"

#include <applibs/eventloop.h>

#include <atomic>
#include <cstdlib>
#include <ctime>
#include <new>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

using namespace perisphere::client;

struct EventRegistration {
    int fd = -1;
    EventLoopIoCallback* callback =
        nullptr; ///< nullptr: unregistered, but the kernel may know it yet
    void* context = nullptr;
    EventRegistration* previous = nullptr;
    EventRegistration* next = nullptr;
};

struct EventLoop {
    int epoll = -1;
    int stopEvent = -1;
    bool isRunning = false;
    std::atomic<bool> stopRequested{false};
    EventRegistration* first = nullptr;
};

namespace
{

static_assert(EventLoop_Input == std::uint32_t{EPOLLIN} &&
              EventLoop_Output == std::uint32_t{EPOLLOUT} &&
              EventLoop_Error == std::uint32_t{EPOLLERR});

constexpr EventLoop_IoEvents kAllEvents = EventLoop_Input | EventLoop_Output | EventLoop_Error;

void release(EventLoop* el)
{
    const int saved = errno;
    if (el->epoll >= 0)
        ::close(el->epoll);
    if (el->stopEvent >= 0)
        ::close(el->stopEvent);
    while (EventRegistration* const one = el->first) {
        el->first = one->next;
        std::free(one);
    }
    std::free(el);
    errno = saved;
}

void unlink(EventLoop* el, EventRegistration* reg)
{
    (reg->previous != nullptr ? reg->previous->next : el->first) = reg->next;
    if (reg->next != nullptr)
        reg->next->previous = reg->previous;
}

epoll_event eventFor(EventLoop_IoEvents mask, EventRegistration* reg)
{
    epoll_event event{};
    event.events = mask; // EPOLLERR and EPOLLHUP come unasked
    event.data.ptr = reg;
    return event;
}

std::int64_t monotonicMilliseconds()
{
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return std::int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000;
}

/// A hang-up without an error is something to read: the app's read() then tells of the end.
EventLoop_IoEvents eventsOf(std::uint32_t kernelEvents)
{
    EventLoop_IoEvents events = kernelEvents & kAllEvents;
    if ((kernelEvents & EPOLLHUP) != 0)
        events |= EventLoop_Input;
    return events;
}

void consumeStop(EventLoop* el)
{
    std::uint64_t count = 0;
    [[maybe_unused]] const ssize_t size = ::read(el->stopEvent, &count, sizeof count);
}

enum class Step { Dispatched, Nothing, Failed };

/// Waits at most `timeout` milliseconds (-1: for ever) for one event and delivers it.
Step step(EventLoop* el, int timeout)
{
    epoll_event event{};
    const int count = ::epoll_wait(el->epoll, &event, 1, timeout);
    if (count < 0)
        return Step::Failed; // EINTR among others, which apps wait for
    if (count == 0)
        return Step::Nothing;
    auto* const reg = static_cast<EventRegistration*>(event.data.ptr);
    if (reg == nullptr) {
        consumeStop(el);
        return Step::Nothing;
    }
    if (reg->callback == nullptr)
        return Step::Nothing;
    reg->callback(el, reg->fd, eventsOf(event.events), reg->context);
    return Step::Dispatched;
}

/// When a run has to end.
class Deadline
{
public:
    explicit Deadline(int durationInMilliseconds)
        : m_isEndless(durationInMilliseconds < 0)
        , m_end(m_isEndless ? 0 : monotonicMilliseconds() + durationInMilliseconds)
    {
    }

    /// For epoll_wait; 0 when it has passed.
    [[nodiscard]] int remaining() const
    {
        if (m_isEndless)
            return -1;
        const std::int64_t left = m_end - monotonicMilliseconds();
        return left > 0 ? static_cast<int>(left) : 0;
    }

private:
    bool m_isEndless;
    std::int64_t m_end;
};

EventLoop_Run_Result run(EventLoop* el, int duration, bool processOneEvent)
{
    const Deadline deadline(duration);
    bool dispatched = false;
    for (;;) {
        if (el->stopRequested.exchange(false)) {
            consumeStop(el);
            break;
        }
        const int remaining = deadline.remaining();
        const Step done = step(el, remaining);
        if (done == Step::Failed)
            return EventLoop_Run_Failed;
        dispatched = dispatched || done == Step::Dispatched;
        if (duration == 0 || (processOneEvent && dispatched) ||
            (done == Step::Nothing && remaining == 0))
            break;
    }
    return dispatched ? EventLoop_Run_Finished : EventLoop_Run_FinishedEmpty;
}

} // namespace

PERISPHERE_EXPORT EventLoop* EventLoop_Create(void)
{
    void* const memory = std::malloc(sizeof(EventLoop));
    if (memory == nullptr)
        return nullptr;
    auto* const el = new (memory) EventLoop;
    el->epoll = ::epoll_create1(EPOLL_CLOEXEC);
    el->stopEvent = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    epoll_event event = eventFor(EventLoop_Input, nullptr);
    if (el->epoll < 0 || el->stopEvent < 0 ||
        ::epoll_ctl(el->epoll, EPOLL_CTL_ADD, el->stopEvent, &event) != 0) {
        release(el);
        return nullptr;
    }
    return el;
}

PERISPHERE_EXPORT void EventLoop_Close(EventLoop* el)
{
    if (el != nullptr)
        release(el);
}

PERISPHERE_EXPORT EventLoop_Run_Result EventLoop_Run(EventLoop* el, int duration_in_milliseconds,
                                                     bool process_one_event)
{
    if (el == nullptr)
        return fail(EFAULT);
    if (el->isRunning)
        return fail(EBUSY);
    el->isRunning = true;
    const EventLoop_Run_Result result = run(el, duration_in_milliseconds, process_one_event);
    el->isRunning = false;
    return result;
}

PERISPHERE_EXPORT int EventLoop_GetWaitDescriptor(EventLoop* el)
{
    return el == nullptr ? fail(EFAULT) : el->epoll;
}

PERISPHERE_EXPORT int EventLoop_Stop(EventLoop* el)
{
    if (el == nullptr)
        return fail(EFAULT);
    el->stopRequested.store(true);
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t size = ::write(el->stopEvent, &one, sizeof one);
    return 0;
}

PERISPHERE_EXPORT EventRegistration* EventLoop_RegisterIo(EventLoop* el, int fd,
                                                          EventLoop_IoEvents eventBitmask,
                                                          EventLoopIoCallback* callback,
                                                          void* context)
{
    int error = 0;
    if (el == nullptr || callback == nullptr)
        error = EFAULT;
    else if ((eventBitmask & ~kAllEvents) != 0)
        error = EINVAL;
    else if (isUnpollable(fd))
        error = EPERM; // what epoll says of the drivers' files
    void* const memory = error == 0 ? std::malloc(sizeof(EventRegistration)) : nullptr;
    if (memory == nullptr) {
        errno = error != 0 ? error : ENOMEM;
        return nullptr;
    }
    auto* const reg = new (memory)
        EventRegistration{.fd = fd, .callback = callback, .context = context, .next = el->first};
    epoll_event event = eventFor(eventBitmask, reg);
    if (::epoll_ctl(el->epoll, EPOLL_CTL_ADD, fd, &event) != 0) {
        const int saved = errno; // EBADF, EEXIST, EPERM as documented
        std::free(reg);
        errno = saved;
        return nullptr;
    }
    if (el->first != nullptr)
        el->first->previous = reg;
    el->first = reg;
    return reg;
}

PERISPHERE_EXPORT int EventLoop_ModifyIoEvents(EventLoop* el, EventRegistration* reg,
                                               EventLoop_IoEvents eventBitmask)
{
    if (el == nullptr || reg == nullptr)
        return fail(EFAULT);
    if ((eventBitmask & ~kAllEvents) != 0)
        return fail(EINVAL);
    epoll_event event = eventFor(eventBitmask, reg);
    return ::epoll_ctl(el->epoll, EPOLL_CTL_MOD, reg->fd, &event);
}

PERISPHERE_EXPORT int EventLoop_UnregisterIo(EventLoop* el, EventRegistration* reg)
{
    if (reg == nullptr)
        return 0;
    if (el == nullptr)
        return fail(EFAULT);
    if (::epoll_ctl(el->epoll, EPOLL_CTL_DEL, reg->fd, nullptr) != 0) {
        // The app closed the descriptor first (EBADF). Should a duplicate of it be open still, the
        // kernel goes on to report events with this registration's address: keep the memory.
        reg->callback = nullptr;
        return -1;
    }
    unlink(el, reg);
    std::free(reg);
    return 0;
}
