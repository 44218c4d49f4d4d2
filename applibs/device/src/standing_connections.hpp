// The connections that an app has: they stall while the network does not get to their hosts.
//
// The supervisor may not keep the sockets, or an app could no longer close them. It knows them by
// their cookies, and takes them from the app for the moment in which one has to change. A socket
// that stalls gets a filter that lets no packet in: the kernel then does all that it does on a
// network that is gone, and goes on by itself when the filter is taken away. What the app sends
// first is on its way all the same, as far as the window of the peer, who cannot acknowledge it.
#pragma once

#include "perisphere/device/outcome.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <sys/types.h>

namespace perisphere::device
{

class StandingConnections
{
public:
    using WayTo = std::function<Outcome<>(const std::string& host)>;

    /// The process is about to connect the socket to the host, as the manifest writes it.
    void remember(int socket, ::pid_t process, std::string host);
    /// Stalls what the network does not get to any more, and lets go on what it does. Those that
    /// the app has closed are forgotten. The hosts to which something stalls now.
    std::set<std::string> follow(const WayTo& wayTo);

private:
    struct Connection {
        std::string host;
        ::pid_t process = 0;
        bool isStalled = false;
    };
    /// Calls back with each that is still there and a duplicate of its socket.
    void visit(const std::function<void(Connection&, int socket)>& each);

    std::map<std::uint64_t, Connection> m_connections; ///< by SO_COOKIE
    std::size_t m_looksAtSize = 128;                   ///< then for those that are closed
};

} // namespace perisphere::device
