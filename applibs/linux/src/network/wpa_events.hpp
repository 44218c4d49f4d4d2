// wpa_supplicant's events, as they come.
#pragma once

#include "perisphere/device/loop_poll.hpp"
#include "wpa_control.hpp"
#include "wpa_reply.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <uv.h>

namespace perisphere::target
{

class WpaEvents
{
public:
    WpaEvents(uv_loop_t& loop, std::filesystem::path socket,
              std::function<void(const WpaEvent&)> take);
    WpaEvents(const WpaEvents&) = delete;
    WpaEvents& operator=(const WpaEvents&) = delete;
    ~WpaEvents();

    /// Asks for them where that has not been done yet. false: it does not answer.
    bool attach();
    /// It has ended, or is another one.
    void detach();
    /// Those that it has sent already, without waiting for the loop. Whether there were any.
    bool takeWaiting();

private:
    void readable();

    uv_loop_t& m_loop;
    std::filesystem::path m_socket;
    std::function<void(const WpaEvent&)> m_take;
    std::optional<WpaControl> m_control;
    std::unique_ptr<device::LoopPoll> m_poll;
};

} // namespace perisphere::target
