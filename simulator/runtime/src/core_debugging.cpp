#include "core_debugging.hpp"

#include <fmt/format.h>

#include <optional>

namespace perisphere::runtime
{

std::optional<unsigned> CoreDebugging::coreOf(const std::string& componentId) const
{
    const auto core = m_board.machine().call([&]() -> std::optional<unsigned> {
        realtime::RealTimeSubsystem* const cores = m_board.realTime();
        for (unsigned i = 0; cores != nullptr && i < realtime::kCoreCount; ++i)
            if (cores->componentOn(i) == componentId)
                return i;
        return std::nullopt;
    });
    return core ? *core : std::nullopt;
}

Result<std::uint16_t> CoreDebugging::serve(const std::string& componentId,
                                           const std::function<void()>& connected)
{
    const auto core = coreOf(componentId);
    if (!core)
        return fail(ErrorCode::NotFound,
                    fmt::format("the app {} is on no real-time core", componentId));
    end(componentId);
    const auto usual = static_cast<std::uint16_t>(kUsualPort + *core);
    std::optional<Error> refused;
    for (const std::uint16_t port : {usual, std::uint16_t{0}}) {
        auto server = std::make_unique<debug::GdbServer>(m_loop, m_board.machine(),
                                                         m_board.realTime()->target(*core));
        server->onClient(connected);
        const auto listening = server->listen(port);
        if (listening) {
            m_servers[componentId] = std::move(server);
            return *listening;
        }
        refused = listening.error();
    }
    return fail(*refused);
}

} // namespace perisphere::runtime
