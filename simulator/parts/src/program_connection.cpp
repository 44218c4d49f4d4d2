#include "program_connection.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <poll.h>
#include <sys/socket.h>
#include <utility>

namespace perisphere::parts
{
namespace
{

using json::Value;

constexpr json::ParseLimits kAnswer = {
    .bytes = 4096, .depth = 8, .values = 64, .stringBytes = 1024};

Error failure(std::string message)
{
    return {.code = ErrorCode::Io,
            .message = std::move(message),
            .where = {},
            .expected = {},
            .advice = {},
            .activity = {}};
}

/// Compact, on one line.
std::string lineOf(const Value& value)
{
    return value.dump(-1, ' ', false, Value::error_handler_t::replace);
}

Result<Value> resultOf(std::string_view line, std::int64_t id)
{
    const auto document = json::Document::parse(line, {}, kAnswer);
    if (!document)
        return fail(failure("gave an answer that cannot be read: " + document.error().message));
    const Value& answer = document->root();
    if (!answer.is_object() || !answer.contains("id") || answer["id"] != id)
        return fail(failure(fmt::format("did not answer the request with id {}", id)));
    if (answer.contains("error"))
        return fail(failure("gave the error " + lineOf(answer["error"])));
    if (!answer.contains("result") || !answer["result"].is_object())
        return fail(failure("gave an answer without a result object"));
    return answer["result"];
}

} // namespace

ProgramConnection::ProgramConnection(engine::PropertyTable& properties,
                                     const Configuration& configuration)
    : m_part(properties.owner())
    , m_timeout(configuration.number("timeout"))
    , m_served(properties, engine::Access::Observable, "served",
               "whether a program played it when it was last accessed")
{
}

bool ProgramConnection::askAcknowledge(std::string_view method, const Value& params)
{
    const auto result = ask(method, params);
    if (!result)
        return false;
    const auto found = result->find("acknowledge");
    if (found != result->end() && found->is_boolean())
        return found->get<bool>();
    lose(method, failure("gave a result without \"acknowledge\": true or false"));
    return false;
}

std::uint8_t ProgramConnection::askByte(std::string_view method, const Value& params)
{
    constexpr std::uint8_t kUndriven = 0xFF;
    const auto result = ask(method, params);
    if (!result)
        return kUndriven;
    const auto found = result->find("byte");
    if (found != result->end() && found->is_number_integer() && *found >= 0 && *found <= 0xFF)
        return found->get<std::uint8_t>();
    lose(method, failure("gave a result without \"byte\": 0 to 255"));
    return kUndriven;
}

void ProgramConnection::tell(std::string_view method, const Value& params)
{
    if (!m_socket)
        return;
    const Value message = {{"jsonrpc", "2.0"}, {"method", method}, {"params", params}};
    if (const auto sent = send(lineOf(message) + "\n", deadline()); !sent)
        lose(method, sent.error());
}

std::optional<Value> ProgramConnection::ask(std::string_view method, const Value& params)
{
    if (!m_socket) {
        report(fmt::format("{}: no program plays this part, so nothing answers on its bus; start "
                           "one that calls bus.serve, see docs/simulator/custom-parts.md",
                           m_part));
        return std::nullopt;
    }
    auto result = exchange(method, params);
    if (result)
        return *std::move(result);
    lose(method, result.error());
    return std::nullopt;
}

Result<Value> ProgramConnection::exchange(std::string_view method, const Value& params)
{
    const std::int64_t id = ++m_lastId;
    const Value request = {{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", params}};
    const Deadline until = deadline();
    if (auto sent = send(lineOf(request) + "\n", until); !sent)
        return fail(sent.error());
    const auto line = receive(until);
    if (!line)
        return fail(line.error());
    return resultOf(*line, id);
}

ProgramConnection::Deadline ProgramConnection::deadline() const
{
    return std::chrono::steady_clock::now() +
           std::chrono::duration_cast<Deadline::duration>(m_timeout);
}

Result<> ProgramConnection::send(std::string_view line, Deadline deadline)
{
    while (!line.empty()) {
        const ssize_t count =
            ::send(m_socket.get(), line.data(), line.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (count >= 0) {
            line.remove_prefix(static_cast<std::size_t>(count));
        } else if (errno == EAGAIN) {
            if (auto ready = waitFor(POLLOUT, deadline); !ready)
                return ready;
        } else if (errno != EINTR) {
            return fail(failure("has ended its connection"));
        }
    }
    return {};
}

Result<std::string> ProgramConnection::receive(Deadline deadline)
{
    for (;;) {
        if (auto line = m_received.take())
            return *std::move(line);
        if (m_received.lineBytes() > kAnswer.bytes)
            return fail(
                failure(fmt::format("gave an answer of more than {} bytes", kAnswer.bytes)));
        if (auto ready = waitFor(POLLIN, deadline); !ready)
            return fail(ready.error());
        std::array<char, 4096> buffer;
        const ssize_t count = ::recv(m_socket.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
        if (count > 0)
            m_received.add({buffer.data(), static_cast<std::size_t>(count)});
        else if (count == 0 || (errno != EAGAIN && errno != EINTR))
            return fail(failure("has ended its connection"));
    }
}

Result<> ProgramConnection::waitFor(short events, Deadline deadline)
{
    using std::chrono::milliseconds;
    const auto left =
        std::chrono::ceil<milliseconds>(deadline - std::chrono::steady_clock::now()).count();
    pollfd entry{.fd = m_socket.get(), .events = events, .revents = 0};
    const int ready = left <= 0 ? 0 : ::poll(&entry, 1, static_cast<int>(left));
    if (ready == 0)
        return fail(failure(fmt::format("did not answer within {} s", m_timeout.count())));
    return {}; // interrupted or in error: the next call on the socket tells
}

Result<> ProgramConnection::reserve()
{
    if (m_isReserved || isConnected())
        return fail(Error{.code = ErrorCode::AlreadyExists,
                          .message = fmt::format("a program plays \"{}\" already", m_part),
                          .where = {},
                          .expected = {},
                          .advice = "end that program first",
                          .activity = {}});
    m_isReserved = true;
    return {};
}

/// Also a program that has gone without being missed is gone.
bool ProgramConnection::isConnected()
{
    if (!m_socket)
        return false;
    pollfd entry{.fd = m_socket.get(), .events = POLLRDHUP, .revents = 0};
    if (::poll(&entry, 1, 0) > 0)
        m_socket.reset();
    return static_cast<bool>(m_socket);
}

void ProgramConnection::serve(UniqueFd connection)
{
    m_socket = std::move(connection);
    m_received = LineBuffer();
    m_isReserved = false;
    m_isReported = false;
    m_served.set(true);
}

void ProgramConnection::lose(std::string_view method, const Error& error)
{
    m_socket.reset();
    m_served.set(false);
    report(fmt::format("{}: its program {} (asked for {}); it is disconnected, and nothing answers "
                       "on the part's bus until a program calls bus.serve again",
                       m_part, error.message, method));
}

void ProgramConnection::report(const std::string& trouble)
{
    if (!std::exchange(m_isReported, true) && m_listener)
        m_listener(trouble);
}

} // namespace perisphere::parts
