// One client of the control API: bytes in, lines out. Knows no socket.
#pragma once

#include "perisphere/base/line_buffer.hpp"
#include "perisphere/base/result.hpp"
#include "perisphere/control/description.hpp"
#include "perisphere/control/limits.hpp"
#include "perisphere/control/target.hpp"
#include "perisphere/control/uploads.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace perisphere::control
{

class Answers;
struct Output;
class Subscription;

class Session
{
public:
    /// `description` and `target` outlive the session. With a token, rpc.authenticate has to come
    /// first. `ready` is called when an answer that comes later has been added to the output.
    Session(const Description& description, ControlTarget& target, const SessionLimits& limits,
            std::string token, std::function<void()> ready);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// Whether receive() should get more: no line waits, and the client takes its output.
    [[nodiscard]] bool wantsInput() const;
    void receive(std::string_view bytes);

    /// Works on up to `messages` lines.
    void work(int messages);
    /// Whether work() has something to do: a line waits, and there is room for its answer.
    [[nodiscard]] bool canWork() const;

    /// Adds what is due of the subscriptions to the output.
    void notify();
    /// Whether notify() should be called again as soon as the rate allows, without a wake.
    [[nodiscard]] bool wantsNotify() const;

    /// Sends `line`-less notification `method` without parameters, whatever is subscribed to.
    void announce(std::string_view method);

    [[nodiscard]] std::string_view output() const; ///< the next bytes to send; empty: none
    void sent(std::size_t bytes);

    /// All is said: the connection can be closed once output() is empty.
    [[nodiscard]] bool isClosing() const;
    /// Who gets the connection then, instead of nobody. Once.
    [[nodiscard]] std::unique_ptr<ProgramSeat> takeSeat() { return std::move(m_seat); }
    /// The same, after the client has ended its side.
    [[nodiscard]] bool isIdle() const;
    [[nodiscard]] bool isAuthenticated() const { return m_authenticated; }

    // For the handlers.
    Result<> authenticate(std::string_view token);
    Result<std::int64_t> subscribe(std::unique_ptr<Subscription> subscription);
    Result<> unsubscribe(std::int64_t id);
    /// When all that was asked is answered, the connection is the seat's. Nothing more is read
    /// here.
    Result<> handOver(std::unique_ptr<ProgramSeat> seat);
    [[nodiscard]] Uploads& uploads() { return m_uploads; }
    [[nodiscard]] ControlTarget& target() { return m_target; }
    [[nodiscard]] const Description& description() const { return m_description; }

private:
    void handleLine(std::string_view line);
    void handleBatch(const json::Value& entries);
    void handleRequest(const json::Document& request, const std::shared_ptr<Answers>& answers);
    void call(const json::Document& request, const std::shared_ptr<Answers>& answers);
    void refuse(int code, const Error& error);
    void refuseAndClose(const Error& error);
    [[nodiscard]] bool isOutputFull() const;

    const Description& m_description;
    ControlTarget& m_target;
    SessionLimits m_limits;
    std::string m_token;
    bool m_authenticated;
    bool m_closing = false;
    std::unique_ptr<ProgramSeat> m_seat;
    bool m_notifyAgain = false;
    std::size_t m_badLines = 0;
    std::int64_t m_lastSubscription = 0;
    Uploads m_uploads;
    LineBuffer m_lines;
    std::shared_ptr<Output> m_output; ///< shared with answers that come later, which may outlive us
    std::map<std::int64_t, std::unique_ptr<Subscription>> m_subscriptions;
};

} // namespace perisphere::control
