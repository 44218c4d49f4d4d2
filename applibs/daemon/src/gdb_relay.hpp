// Between GDB, which connects to a port of this machine, and a gdbserver in a sandbox, which has
// no network of the machine: it has one end of a pair of sockets.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/base/unique_fd.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <uv.h>

namespace perisphere::daemon
{

/// For the loop's thread. The first that connects is the debugger; when it is gone without having
/// detached, gdbserver is told to kill what it debugs.
class GdbRelay
{
public:
    /// The usual port of 127.0.0.1, or a free one where that is taken. `connected` is called when
    /// a debugger has.
    [[nodiscard]] static Result<std::unique_ptr<GdbRelay>> start(uv_loop_t& loop, UniqueFd server,
                                                                 std::function<void()> connected);
    GdbRelay(const GdbRelay&) = delete;
    GdbRelay& operator=(const GdbRelay&) = delete;
    ~GdbRelay();

    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] bool hasDebugger() const;

private:
    class Streams;
    explicit GdbRelay(Streams* streams);
    Streams* m_streams; ///< goes by itself once libuv has closed it
};

} // namespace perisphere::daemon
