// What a client may ask of a server; docs/simulator/control-api.md lists them.
#pragma once

#include <cstddef>
#include <cstdint>

namespace perisphere::control
{

struct SessionLimits {
    std::size_t lineBytes = std::size_t{1024} * 1024; ///< of one message; more ends the connection
    std::size_t batchEntries = 64;
    std::size_t replyBytes = std::size_t{4} * 1024 * 1024; ///< of all replies to one message
    std::size_t openCalls = 64;                            ///< not yet answered
    std::size_t subscriptions = 64;
    std::size_t badLines = 16; ///< that were not JSON, in a row; more ends the connection
    /// Unsent output above which nothing more is read from the client and no notification is made.
    std::size_t pausedAtBytes = std::size_t{256} * 1024;
    std::size_t unauthenticatedLineBytes = 4096; ///< before rpc.authenticate
};

struct ServerLimits {
    SessionLimits session;
    std::size_t clients = 64;
    std::uint64_t stallMilliseconds = 30'000;          ///< unsent output, and the client takes none
    std::uint64_t authenticationMilliseconds = 10'000; ///< until a TCP client has shown its token
    std::uint64_t notifyMilliseconds = 16; ///< least time between two rounds of notifications
    int messagesInTurn = 32;               ///< before the other clients have their turn
};

} // namespace perisphere::control
