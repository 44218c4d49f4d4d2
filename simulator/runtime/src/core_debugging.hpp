// GDB's way to the real-time cores.
#pragma once

#include "board_machine.hpp"
#include "perisphere/debug/gdb_server.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <uv.h>

namespace perisphere::runtime
{

/// For the loop's thread.
class CoreDebugging
{
public:
    /// Of core 0; core 1 has the next one. Where it is taken, by another device, a free one serves.
    static constexpr std::uint16_t kUsualPort = 3333;

    CoreDebugging(uv_loop_t& loop, BoardMachine& board)
        : m_loop(loop)
        , m_board(board)
    {
    }

    /// Lets gdb connect to the core that runs the app; `connected` is called when one has. The port
    /// on 127.0.0.1.
    [[nodiscard]] Result<std::uint16_t> serve(const std::string& componentId,
                                              const std::function<void()>& connected);
    /// The core that runs the app.
    [[nodiscard]] std::optional<unsigned> coreOf(const std::string& componentId) const;
    void end(const std::string& componentId) { m_servers.erase(componentId); }

private:
    uv_loop_t& m_loop;
    BoardMachine& m_board;
    std::map<std::string, std::unique_ptr<debug::GdbServer>> m_servers;
};

} // namespace perisphere::runtime
