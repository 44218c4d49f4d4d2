// A borrowed program that serves the network, kept running: started anew when it ends.
#pragma once

#include "perisphere/device/child_process.hpp"
#include "perisphere/device/loop_poll.hpp"
#include "perisphere/device/timers.hpp"

#include <functional>
#include <memory>
#include <string>
#include <uv.h>

namespace perisphere::target
{

class LoopChild
{
public:
    /// @param spec its standard output is descriptors[1]; kept open here
    /// @param say what went wrong, a line each
    LoopChild(uv_loop_t& loop, device::Timers& timers, device::ChildProcessSpec spec,
              std::function<void(const std::string&)> say);
    LoopChild(const LoopChild&) = delete;
    LoopChild& operator=(const LoopChild&) = delete;
    ~LoopChild();

    void signal(int number) const;

private:
    void start();
    void ended();
    void startLater();

    uv_loop_t& m_loop;
    device::Timers& m_timers;
    device::ChildProcessSpec m_spec;
    std::function<void(const std::string&)> m_say;
    std::unique_ptr<device::ChildProcess> m_process;
    std::unique_ptr<device::LoopPoll> m_end;
    std::unique_ptr<device::Timer> m_again;
    bool m_hasComplained = false;
};

} // namespace perisphere::target
