// The device's libuv loop, and work for it from other threads.
#pragma once

#include "perisphere/base/result.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <uv.h>
#include <vector>

namespace perisphere::management
{

class Loop
{
public:
    [[nodiscard]] static Result<std::unique_ptr<Loop>> create();
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    /// Whoever has handles on the loop is gone; their close callbacks are run here.
    ~Loop();

    [[nodiscard]] uv_loop_t& uv() { return m_loop; }

    /// Until stop().
    void run() { uv_run(&m_loop, UV_RUN_DEFAULT); }
    void stop() { uv_stop(&m_loop); }

    /// Has `work` done on the loop's thread, in order. Any thread.
    void post(std::function<void()> work);

    /// Calls `action` for SIGINT and SIGTERM.
    [[nodiscard]] Result<> onTermination(std::function<void()> action);

private:
    Loop() = default;
    void runPosted();

    uv_loop_t m_loop{};
    uv_async_t m_async{};
    uv_signal_t m_interrupt{};
    uv_signal_t m_terminate{};
    std::function<void()> m_onTermination;
    std::mutex m_mutex;
    std::vector<std::function<void()>> m_posted;
    bool m_hasSignals = false;
};

} // namespace perisphere::management
