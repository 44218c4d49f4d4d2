// What systemd is told of the daemon (sd_notify(3)).
#pragma once

#include <string_view>

namespace perisphere::daemon
{

/// One datagram to NOTIFY_SOCKET: "READY=1". Nothing where systemd has not started the daemon.
void notifyManager(std::string_view state);

} // namespace perisphere::daemon
