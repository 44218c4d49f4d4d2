// Waiting for many descriptors in one place: applibs/eventloop.h, which documents the calls.
#pragma once

#include <applibs/duration.hpp>
#include <applibs/eventloop.h>
#include <applibs/flags.hpp>
#include <applibs/result.hpp>

#include <functional>
#include <memory>
#include <utility>

namespace applibs
{

namespace eventloop
{

enum class IoEvents : EventLoop_IoEvents {
    None = EventLoop_None,
    Input = EventLoop_Input,
    Output = EventLoop_Output,
    Error = EventLoop_Error
};

enum class RunResult : EventLoop_Run_Result {
    FinishedEmpty = EventLoop_Run_FinishedEmpty,
    Finished = EventLoop_Run_Finished
};

} // namespace eventloop

template <>
inline constexpr bool isFlags<eventloop::IoEvents> = true;

namespace eventloop
{

/// Called with the descriptor and what it is ready for. No exception may leave it.
using Handler = std::function<void(int fd, IoEvents events)>;

/// Until the loop is stopped or a signal handler runs.
inline constexpr std::chrono::milliseconds kForever{-1};

/// A descriptor's place in a loop; leaves it when this goes, which is before the loop does. May go
/// in its own handler.
class Registration
{
public:
    Registration(Registration&& other) noexcept
        : m_loop(other.m_loop)
        , m_registration(std::exchange(other.m_registration, nullptr))
        , m_handler(std::move(other.m_handler))
    {
    }
    Registration& operator=(Registration&& other) noexcept
    {
        if (this != &other) {
            reset();
            m_loop = other.m_loop;
            m_registration = std::exchange(other.m_registration, nullptr);
            m_handler = std::move(other.m_handler);
        }
        return *this;
    }
    Registration(const Registration&) = delete;
    Registration& operator=(const Registration&) = delete;
    ~Registration() { reset(); }

    Result<void> modify(IoEvents events)
    {
        return detail::check(EventLoop_ModifyIoEvents(m_loop, m_registration,
                                                      static_cast<EventLoop_IoEvents>(events)),
                             "EventLoop_ModifyIoEvents");
    }

    /// Leaves the loop now. errno is kept.
    void reset()
    {
        EventRegistration* registration = std::exchange(m_registration, nullptr);
        if (registration != nullptr) {
            const int error = errno;
            EventLoop_UnregisterIo(m_loop, registration);
            errno = error;
        }
        m_handler.reset();
    }

private:
    friend class Loop;

    // Shared, so that a handler that drops its registration runs to its end in what it captured.
    using Shared = std::shared_ptr<Handler>;

    Registration(EventLoop* loop, EventRegistration* registration, std::unique_ptr<Shared> handler)
        : m_loop(loop)
        , m_registration(registration)
        , m_handler(std::move(handler))
    {
    }

    static void call(EventLoop*, int fd, EventLoop_IoEvents events, void* context) noexcept
    {
        const Shared handler = *static_cast<Shared*>(context);
        (*handler)(fd, static_cast<IoEvents>(events));
    }

    EventLoop* m_loop;
    EventRegistration* m_registration;
    std::unique_ptr<Shared> m_handler;
};

/// A loop.
class Loop
{
public:
    static Result<Loop> create()
    {
        EventLoop* loop = EventLoop_Create();
        if (loop == nullptr)
            return detail::lastError("EventLoop_Create");
        return Loop(loop);
    }

    Result<RunResult> run(std::chrono::milliseconds duration, bool processOneEvent = false)
    {
        const auto result =
            EventLoop_Run(m_loop.get(), detail::count<int>(duration), processOneEvent);
        if (result == EventLoop_Run_Failed)
            return detail::lastError("EventLoop_Run");
        return static_cast<RunResult>(result);
    }

    /// The only call that other threads may make.
    Result<void> stop() { return detail::check(EventLoop_Stop(m_loop.get()), "EventLoop_Stop"); }

    /// For poll(2) or another loop; it belongs to this one.
    [[nodiscard]] Result<int> waitDescriptor() const
    {
        return detail::number<int>(EventLoop_GetWaitDescriptor(m_loop.get()),
                                   "EventLoop_GetWaitDescriptor");
    }

    /// `fd` stays the caller's and open until the registration goes.
    Result<Registration> registerIo(int fd, IoEvents events, Handler handler)
    {
        auto shared =
            std::make_unique<Registration::Shared>(std::make_shared<Handler>(std::move(handler)));
        EventRegistration* registration =
            EventLoop_RegisterIo(m_loop.get(), fd, static_cast<EventLoop_IoEvents>(events),
                                 &Registration::call, shared.get());
        if (registration == nullptr)
            return detail::lastError("EventLoop_RegisterIo");
        return Registration(m_loop.get(), registration, std::move(shared));
    }

    /// For the C API; it stays owned.
    [[nodiscard]] EventLoop* native() const { return m_loop.get(); }

private:
    struct Close {
        void operator()(EventLoop* loop) const { EventLoop_Close(loop); }
    };

    explicit Loop(EventLoop* loop)
        : m_loop(loop)
    {
    }

    std::unique_ptr<EventLoop, Close> m_loop;
};

} // namespace eventloop

} // namespace applibs
