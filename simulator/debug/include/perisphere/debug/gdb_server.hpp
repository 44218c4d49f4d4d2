// Serves a core to debuggers that speak GDB's remote protocol, on a libuv loop.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/debug/target.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>

struct uv_loop_s;

namespace perisphere::engine
{
class Machine;
}

namespace perisphere::debug
{

/// All on the loop's thread; the core is touched on the machine's. A client that sends garbage,
/// floods, does not take its answers or goes away in the middle of a packet disturbs neither the
/// machine nor another client; limits.hpp says what it can make us hold.
class GdbServer
{
public:
    /// `loop`, `machine` and `target` outlive the server.
    GdbServer(uv_loop_s& loop, engine::Machine& machine, Target& target);

    /// Disconnects all, and the core goes on. If there were clients, waits for the machine thread:
    /// so the machine has been started, or stopped again. The loop has to run once more for the
    /// handles to close.
    ~GdbServer();

    GdbServer(const GdbServer&) = delete;
    GdbServer& operator=(const GdbServer&) = delete;

    /// Listens on 127.0.0.1, on a free port for 0. The port. Once.
    [[nodiscard]] Result<std::uint16_t> listen(std::uint16_t port);

    [[nodiscard]] std::size_t clientCount() const;

    /// When somebody has connected, on the loop's thread. Before listen().
    void onClient(std::function<void()> listener);

private:
    friend class GdbConnection;
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace perisphere::debug
