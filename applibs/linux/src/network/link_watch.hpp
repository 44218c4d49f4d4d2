// Being told when the kernel's network interfaces, addresses or routes change.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/base/unique_fd.hpp"
#include "perisphere/device/loop_poll.hpp"

#include <functional>
#include <memory>

namespace perisphere::target
{

class LinkWatch
{
public:
    /// Calls on the loop, once for all changes that have come together.
    [[nodiscard]] static Result<std::unique_ptr<LinkWatch>> start(uv_loop_t& loop,
                                                                  std::function<void()> changed);

private:
    LinkWatch(UniqueFd socket, std::function<void()> changed);
    void readable();

    UniqueFd m_socket;
    std::function<void()> m_changed;
    std::unique_ptr<device::LoopPoll> m_poll;
};

} // namespace perisphere::target
