// One app's side of the service host: a packet in, a packet out.
#pragma once

#include "perisphere/base/unique_fd.hpp"
#include "perisphere/device/app.hpp"
#include "perisphere/device/app_log.hpp"
#include "perisphere/device/device_services.hpp"
#include "perisphere/protocol/frame.hpp"

#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace perisphere::device
{

/// A reply, ready to be sent as one packet.
struct ReplyPacket {
    std::vector<std::byte> bytes;
    std::array<UniqueFd, protocol::kMaxDescriptors> descriptors;
};

/// Decodes, checks arguments and manifest in the documented order, calls the backend, encodes.
/// Knows no socket, so that any bytes can be tried on it.
class Session
{
public:
    /// Takes the replies that handle() does not return: of operations that take long.
    using ReplySink = std::function<void(ReplyPacket)>;
    /// Gives the app's end of another connection of its; without it there is none.
    using ConnectAgain = std::function<Outcome<UniqueFd>()>;

    Session(std::shared_ptr<const App> app, DeviceServices& services, AppLog& log,
            ReplySink lateReplies = {}, ConnectAgain connectAgain = {});

    /// nullopt for operations that have no reply or whose reply is late, and for packets that are
    /// not even a request: who talks like that gets no answer.
    [[nodiscard]] std::optional<ReplyPacket> handle(std::span<const std::byte> packet);

    [[nodiscard]] const App& app() const { return *m_app; }

private:
    struct Pending;
    void defer(std::span<const std::byte> body, const protocol::RequestHeader& header);

    std::shared_ptr<const App> m_app;
    DeviceServices& m_services;
    AppLog& m_log;
    ConnectAgain m_connectAgain;
    bool m_isGreeted = false;
    std::shared_ptr<Pending> m_pending; ///< what late replies find; these may outlive the session
};

} // namespace perisphere::device
