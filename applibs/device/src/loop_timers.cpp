#include "perisphere/device/loop_handle.hpp"
#include "perisphere/device/timers.hpp"

#include <algorithm>

namespace perisphere::device
{
namespace
{

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

class LoopTimer final : public Timer
{
public:
    LoopTimer(uv_loop_t& loop, nanoseconds delay, std::function<void()> action)
        : m_handle(std::move(action))
    {
        uv_timer_init(&loop, m_handle.get()); // cannot fail
        m_handle.setOpen();
        uv_update_time(&loop); // or the delay would count from the start of this turn
        auto rounded = std::chrono::ceil<milliseconds>(std::max(delay, nanoseconds(0)));
        if (rounded > milliseconds(0))
            ++rounded; // the loop's clock counts whole milliseconds: up to one of them has passed
        uv_timer_start(m_handle.get(), LoopHandle<uv_timer_t>::act,
                       static_cast<std::uint64_t>(rounded.count()), 0);
    }

private:
    LoopHandle<uv_timer_t> m_handle;
};

} // namespace

LoopTimers::LoopTimers(uv_loop_t& loop)
    : m_loop(loop)
{
}

nanoseconds LoopTimers::now() const
{
    return nanoseconds(uv_hrtime());
}

std::unique_ptr<Timer> LoopTimers::after(nanoseconds delay, std::function<void()> action)
{
    return std::make_unique<LoopTimer>(m_loop, delay, std::move(action));
}

} // namespace perisphere::device
