// Being told when a descriptor is readable.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/device/loop_handle.hpp"

#include <memory>

namespace perisphere::device
{

/// Runs the action in each turn of the loop in which the descriptor is readable or at its end.
/// Destroy it before the descriptor is closed.
class LoopPoll
{
public:
    [[nodiscard]] static Result<std::unique_ptr<LoopPoll>> start(uv_loop_t& loop, int descriptor,
                                                                 std::function<void()> readable);

private:
    explicit LoopPoll(std::function<void()> readable);
    LoopHandle<uv_poll_t> m_handle;
};

} // namespace perisphere::device
