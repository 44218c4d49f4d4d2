// Which apps are told of updates.
#pragma once

#include "perisphere/base/unique_fd.hpp"
#include "perisphere/device/app.hpp"
#include "perisphere/device/app_log.hpp"
#include "perisphere/device/outcome.hpp"
#include "perisphere/protocol/sys_event.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace perisphere::device
{

class EventSubscribers
{
public:
    explicit EventSubscribers(AppLog& log)
        : m_log(log)
    {
    }

    /// The app's end. EINVAL when the app has a registration that it has not ended.
    [[nodiscard]] Outcome<UniqueFd> add(const App& app, std::uint32_t events);

    /// To all who want the event, but for one app, whose component id may be empty. Does not wait:
    /// who does not take its events misses them, and is told so in its log.
    void send(const protocol::SysEventPacket& packet, std::string_view except = {});

    /// Whether any app that is still there wants one of the events.
    [[nodiscard]] bool areWanted(std::uint32_t events);

private:
    struct Subscriber {
        UniqueFd socket;
        std::uint32_t events = 0;
    };
    void dropClosed();

    AppLog& m_log;
    std::map<std::string, Subscriber, std::less<>> m_subscribers; // by component id
};

} // namespace perisphere::device
