// The SNTP server that an app starts on a private Ethernet: tells the time to who asks there.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/base/unique_fd.hpp"
#include "perisphere/device/loop_poll.hpp"

#include <functional>
#include <memory>
#include <string>

namespace perisphere::target
{

/// Serves as long as it lives.
class SntpServer
{
public:
    /// @param isClockSet asked at each request
    [[nodiscard]] static Result<std::unique_ptr<SntpServer>>
    start(uv_loop_t& loop, const std::string& interface, std::function<bool()> isClockSet);

private:
    SntpServer(UniqueFd socket, std::function<bool()> isClockSet);
    void readable() const;

    UniqueFd m_socket;
    std::function<bool()> m_isClockSet;
    std::unique_ptr<device::LoopPoll> m_poll;
};

} // namespace perisphere::target
