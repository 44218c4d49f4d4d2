#include "perisphere/device/loop_poll.hpp"

namespace perisphere::device
{

LoopPoll::LoopPoll(std::function<void()> readable)
    : m_handle(std::move(readable))
{
}

Result<std::unique_ptr<LoopPoll>> LoopPoll::start(uv_loop_t& loop, int descriptor,
                                                  std::function<void()> readable)
{
    std::unique_ptr<LoopPoll> poll(new LoopPoll(std::move(readable)));
    uv_poll_t* const handle = poll->m_handle.get();
    if (const int error = uv_poll_init(&loop, handle, descriptor); error != 0)
        return fail(systemError(-error, "watch", "a descriptor"));
    poll->m_handle.setOpen();
    // An error of the descriptor is found by whoever reads it.
    const auto act = [](uv_poll_t* one, int, int) { LoopHandle<uv_poll_t>::act(one); };
    if (const int error = uv_poll_start(handle, UV_READABLE, act); error != 0)
        return fail(systemError(-error, "watch", "a descriptor"));
    return poll;
}

} // namespace perisphere::device
