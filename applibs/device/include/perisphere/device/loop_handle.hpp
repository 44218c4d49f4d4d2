// A libuv handle with an action, owned the C++ way.
#pragma once

#include <functional>
#include <memory>
#include <utility>
#include <uv.h>

namespace perisphere::device
{

/// libuv gives a handle's memory back one turn of the loop after it is closed; until then it lives
/// on here without its owner. H is uv_timer_t, uv_poll_t ...
template <class H>
class LoopHandle
{
public:
    explicit LoopHandle(std::function<void()> action)
        : m_state(new State{{}, std::make_shared<std::function<void()>>(std::move(action)), false})
    {
        m_state->handle.data = m_state;
    }
    LoopHandle(const LoopHandle&) = delete;
    LoopHandle& operator=(const LoopHandle&) = delete;
    ~LoopHandle()
    {
        if (!m_state->isOpen) {
            delete m_state;
            return;
        }
        m_state->action.reset();
        uv_close(reinterpret_cast<uv_handle_t*>(&m_state->handle),
                 [](uv_handle_t* handle) { delete static_cast<State*>(handle->data); });
    }

    [[nodiscard]] H* get() { return &m_state->handle; }
    void setOpen() { m_state->isOpen = true; } ///< the loop knows it

    /// For libuv's callbacks. The action may destroy the handle's owner, and so itself.
    static void act(H* handle)
    {
        if (const auto action = static_cast<State*>(handle->data)->action)
            (*action)();
    }

private:
    struct State {
        H handle;
        std::shared_ptr<std::function<void()>> action; // shared with a call of it that is under way
        bool isOpen;
    };
    State* m_state;
};

} // namespace perisphere::device
