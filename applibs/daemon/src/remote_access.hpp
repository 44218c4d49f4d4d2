// Management over the network: the door's process, and the clients that it admits.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/base/unique_fd.hpp"
#include "perisphere/daemon/configuration.hpp"
#include "perisphere/device/child_process.hpp"
#include "perisphere/device/loop_poll.hpp"
#include "perisphere/device/timers.hpp"

#include <functional>
#include <memory>
#include <string>
#include <uv.h>

namespace perisphere::daemon
{

/// Starts perisphere-remote, and again some seconds later should it end.
class RemoteAccess
{
public:
    struct Parts {
        uv_loop_t& loop;
        device::Timers& timers;
        std::function<void(UniqueFd client)> admit;
        std::function<void(const std::string& text)> note;
    };

    /// All outlives it.
    RemoteAccess(Parts parts, Configuration::Management settings);
    RemoteAccess(const RemoteAccess&) = delete;
    RemoteAccess& operator=(const RemoteAccess&) = delete;

    [[nodiscard]] Result<> start();

private:
    void hear();
    void onEnd();

    Parts m_parts;
    Configuration::Management m_settings;
    UniqueFd m_door;
    std::unique_ptr<device::ChildProcess> m_process;
    std::unique_ptr<device::LoopPoll> m_poll;
    std::unique_ptr<device::Timer> m_again;
};

} // namespace perisphere::daemon
