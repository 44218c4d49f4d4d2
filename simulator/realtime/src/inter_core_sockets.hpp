// The sockets of one inter-core channel: the machine's ends of what Application_Connect gave to
// apps.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/base/unique_fd.hpp"
#include "perisphere/engine/input_source.hpp"
#include "perisphere/image/guid.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace perisphere::realtime
{

/// What the channel does with what the sockets bring.
class InterCoreSocketUser
{
public:
    virtual ~InterCoreSocketUser() = default;

    /// An app sent a message of `size` bytes, of which `payload` has the first kKeptBytes at most.
    /// false: there is no room for it now; it stays in its socket until resume().
    virtual bool take(const image::Guid& app, std::span<const std::uint8_t> payload,
                      std::size_t size) = 0;
    /// A socket that had no room for a message has some, or is gone.
    virtual void roomCame() = 0;
};

/// Machine thread only.
class InterCoreSockets final : public engine::InputSource
{
public:
    /// Of one channel; an app has far fewer.
    static constexpr std::size_t kMaxConnections = 64;
    /// One more than the longest message, so that a longer one is seen to be that.
    static constexpr std::size_t kKeptBytes = 1025;

    explicit InterCoreSockets(InterCoreSocketUser& user);
    ~InterCoreSockets() override;

    /// The app's end of a new connection: blocking, close-on-exec.
    [[nodiscard]] Result<UniqueFd> connect(const image::Guid& app);

    enum class Sent : std::uint8_t { Yes, NoSocket, NoRoom };
    /// To the connection of that app that was made last.
    [[nodiscard]] Sent send(const image::Guid& app, std::span<const std::uint8_t> payload);

    /// Takes up again what take() had no room for.
    void resume();
    /// Apps find their sockets closed.
    void closeAll();

    void poll() override;
    [[nodiscard]] bool hasInput() const override;
    [[nodiscard]] int wakeDescriptor() const override { return m_epoll.get(); }

private:
    struct Connection;

    void ready(Connection& connection, std::uint32_t events);
    void takeFrom(Connection& connection);
    [[nodiscard]] bool takeOne(Connection& connection);
    void updateInterest(Connection& connection);
    void remove(Connection& connection);

    InterCoreSocketUser& m_user;
    UniqueFd m_epoll;
    /// In the order in which they are served; who had its turn goes to the end.
    std::vector<std::unique_ptr<Connection>> m_connections;
    std::uint64_t m_lastNumber = 0;
};

} // namespace perisphere::realtime
