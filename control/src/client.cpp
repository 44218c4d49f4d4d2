#include "perisphere/control/client.hpp"

#include "answers.hpp"
#include "line_channel.hpp"
#include "perisphere/control/error_codes.hpp"
#include "perisphere/control/registry.hpp"
#include "perisphere/control/sockets.hpp"

#include <fmt/format.h>

#include <deque>
#include <map>
#include <optional>
#include <utility>

namespace perisphere::control
{
namespace
{

using json::Value;

/// Of what a device sends; its own limits are lower.
constexpr json::ParseLimits kLimits{.bytes = std::size_t{16} * 1024 * 1024,
                                    .values = 10'000'000,
                                    .stringBytes = std::size_t{16} * 1024 * 1024};

} // namespace

struct ControlClient::State {
    State(UniqueFd socket, std::string name)
        : channel(std::move(socket))
        , deviceName(std::move(name))
    {
    }

    [[nodiscard]] Error named(const Error& error, std::string_view doing) const
    {
        return error.during(fmt::format("device \"{}\": {}", deviceName, doing));
    }

    /// What the device refused says itself what it is about, to people who never heard of methods.
    [[nodiscard]] Error refusal(const Value& error) const
    {
        return errorFrom(error).during(fmt::format("device \"{}\"", deviceName));
    }

    /// The next message; nullopt when the deadline has passed.
    Result<std::optional<Value>> receive(Deadline deadline)
    {
        auto line = channel.receive(deadline);
        if (!line)
            return fail(line.error());
        if (!*line)
            return std::nullopt;
        auto message = json::Document::parse(**line, {}, kLimits);
        if (!message)
            return fail(message.error());
        if (!message->root().is_object())
            return fail(ErrorCode::Corrupt, "the device sent what is not a message");
        return message->root();
    }

    void keep(Value message)
    {
        if (message["method"] == "device.stopping")
            isStopping = true;
        else
            notifications.push_back(std::move(message));
    }

    void handOut(const Value& message)
    {
        const Value params = message.value("params", Value::object());
        const auto id = params.find("subscription");
        if (id == params.end() || !id->is_number_integer())
            return;
        const auto found = handlers.find(id->get<std::int64_t>());
        if (found == handlers.end())
            return;
        const Handler handler = found->second; // it may unsubscribe
        handler(params);
    }

    Result<Value> answerTo(std::int64_t id, std::string_view method, Deadline deadline);

    LineChannel channel;
    std::string deviceName;
    std::int64_t lastId = 0;
    bool isStopping = false;
    std::deque<Value> notifications;
    std::map<std::int64_t, Handler> handlers;
};

/// Answers to calls that were given up are passed over.
Result<Value> ControlClient::State::answerTo(std::int64_t id, std::string_view method,
                                             Deadline deadline)
{
    for (;;) {
        auto message = receive(deadline);
        if (!message)
            return fail(named(message.error(), method));
        if (!*message)
            return fail(named(
                {.code = ErrorCode::Io, .message = "the device does not answer in time"}, method));
        if ((*message)->contains("method")) {
            keep(**std::move(message));
            continue;
        }
        const Value answered = (*message)->value("id", Value());
        const bool isError = (*message)->contains("error");
        if (answered == id && isError)
            return fail(refusal((**message)["error"]));
        if (answered == id)
            return (*message)->value("result", Value());
        if (isError && answered.is_null()) // about the connection: it ends
            return fail(refusal((**message)["error"]));
    }
}

ControlClient::ControlClient(std::unique_ptr<State> state)
    : m_state(std::move(state))
{
}
ControlClient::ControlClient(ControlClient&&) noexcept = default;
ControlClient& ControlClient::operator=(ControlClient&&) noexcept = default;
ControlClient::~ControlClient() = default;

Result<ControlClient> ControlClient::connect(const std::filesystem::path& socket,
                                             std::string deviceName)
{
    auto connected = connectToUnix(socket);
    if (!connected)
        return fail(connected.error().during(fmt::format("device \"{}\"", deviceName)));
    return ControlClient(std::make_unique<State>(*std::move(connected), std::move(deviceName)));
}

Result<ControlClient> ControlClient::connect(const RunningDevice& device)
{
    return connect(device.socket, device.name);
}

Result<ControlClient> ControlClient::connectToLoopback(std::uint16_t port, std::string_view token)
{
    const std::string name = fmt::format("127.0.0.1:{}", port);
    auto connected = connectToTcp(port);
    if (!connected)
        return fail(connected.error().during(fmt::format("device \"{}\"", name)));
    ControlClient client(std::make_unique<State>(*std::move(connected), name));
    if (auto shown = client.call("rpc.authenticate", {{"token", token}}); !shown)
        return fail(shown.error());
    return client;
}

Result<Value> ControlClient::call(std::string_view method, const Value& params,
                                  std::chrono::milliseconds timeout)
{
    const Deadline deadline = Deadline::clock::now() + timeout;
    const std::int64_t id = ++m_state->lastId;
    const Value request = {{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", params}};
    if (auto sent = m_state->channel.send(dumped(request), deadline); !sent)
        return fail(m_state->named(sent.error(), method));
    return m_state->answerTo(id, method, deadline);
}

Result<std::int64_t> ControlClient::subscribe(std::string_view method, const Value& params,
                                              Handler handler)
{
    auto answer = call(method, params);
    if (!answer)
        return fail(answer.error());
    const auto id = answer->find("subscription");
    if (id == answer->end() || !id->is_number_integer())
        return fail(m_state->named(
            {.code = ErrorCode::InvalidArgument, .message = "this method watches nothing"},
            method));
    m_state->handlers[id->get<std::int64_t>()] = std::move(handler);
    return id->get<std::int64_t>();
}

Result<> ControlClient::unsubscribe(std::int64_t subscription)
{
    m_state->handlers.erase(subscription);
    auto answer = call("rpc.unsubscribe", {{"subscription", subscription}});
    if (!answer)
        return fail(answer.error());
    return {};
}

Result<bool> ControlClient::wait(const std::function<bool()>& isDone,
                                 std::chrono::milliseconds timeout)
{
    const Deadline deadline = Deadline::clock::now() + timeout;
    while (!isDone()) {
        if (m_state->notifications.empty()) {
            auto message = m_state->receive(deadline);
            if (!message)
                return fail(m_state->named(message.error(), "wait"));
            if (!*message)
                return false;
            if ((*message)->contains("method"))
                m_state->keep(**std::move(message));
            continue;
        }
        const Value message = std::move(m_state->notifications.front());
        m_state->notifications.pop_front();
        m_state->handOut(message);
    }
    return true;
}

bool ControlClient::isDeviceStopping() const
{
    return m_state->isStopping;
}

} // namespace perisphere::control
