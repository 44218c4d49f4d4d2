// GDB's remote serial protocol with one client, without the socket: bytes in, bytes out.
//
// The protocol: GDB manual, appendix E. One thread ("1"), all-stop mode. A packet is one row of the
// table in src/packet_table.cpp and one function in src/packets/.
#pragma once

#include "perisphere/debug/debugged_core.hpp"
#include "perisphere/engine/move_only_function.hpp"

#include <cstddef>
#include <memory>
#include <string_view>

namespace perisphere::debug
{

class SessionState;

/// On the machine thread. The core is attached to with the first packet, not with the connection,
/// so that whoever only tries whether the port is open does not halt the firmware.
///
/// Several sessions may share a core. Each that waits for a stop is told of it, whoever caused it;
/// one that asks a core to go on that another client has let run already joins it in waiting.
class RemoteSession
{
public:
    /// `core` outlives the session. `wake` is called when there is output outside work().
    RemoteSession(DebuggedCore& core, engine::MoveOnlyFunction<void()> wake);
    /// The client is gone: its breakpoints are taken back.
    ~RemoteSession();
    RemoteSession(const RemoteSession&) = delete;
    RemoteSession& operator=(const RemoteSession&) = delete;

    /// Takes all bytes; without wantsInput() the caller keeps them for later.
    void receive(std::string_view bytes);
    [[nodiscard]] bool wantsInput() const;

    /// Works on up to kPacketsInTurn packets, fewer while the output is not taken.
    void work();
    /// Whether work() would find something to do, once the output is taken.
    [[nodiscard]] bool canWork() const;

    [[nodiscard]] std::string_view output() const;
    void sent(std::size_t bytes);

    /// The connection is to be closed when the output is sent.
    [[nodiscard]] bool isOver() const;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace perisphere::debug
