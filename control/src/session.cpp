#include "perisphere/control/session.hpp"

#include "answers.hpp"
#include "method_table.hpp"
#include "output.hpp"
#include "perisphere/base/suggest.hpp"
#include "perisphere/control/error_codes.hpp"
#include "request.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>

#include <utility>

namespace perisphere::control
{
namespace
{

using json::Value;

constexpr int kNotificationsInRound = 16; ///< of one subscription that has more

/// Calls the handler and sees that each request with an id is answered exactly once.
void run(const Method& method, const Call& call, const std::optional<Value>& id,
         const std::shared_ptr<Answers>& answers, const std::shared_ptr<Output>& output)
{
    ++output->openCalls;
    Completion<Value> done = [id, answers, output = std::weak_ptr(output)](Result<Value> result) {
        if (const auto open = output.lock())
            --open->openCalls;
        if (!id)
            return;
        if (result)
            answers->result(*id, *std::move(result));
        else
            answers->error(*id, errorObject(result.error()));
    };
    if (const auto* immediate = std::get_if<ImmediateHandler>(&method.handler))
        done((*immediate)(call));
    else
        std::get<DeferredHandler>(method.handler)(call, std::move(done));
}

} // namespace

Session::Session(const Description& description, ControlTarget& target, const SessionLimits& limits,
                 std::string token, std::function<void()> ready)
    : m_description(description)
    , m_target(target)
    , m_limits(limits)
    , m_token(std::move(token))
    , m_authenticated(m_token.empty())
    , m_output(std::make_shared<Output>())
{
    m_output->ready = std::move(ready);
}

Session::~Session() = default;

bool Session::isOutputFull() const
{
    return m_output->bytes >= m_limits.pausedAtBytes;
}

bool Session::wantsInput() const
{
    return !m_closing && !m_lines.hasLine() && !isOutputFull();
}

bool Session::isIdle() const
{
    return !m_lines.hasLine() && m_output->openCalls == 0;
}

bool Session::isClosing() const
{
    return m_closing && (m_seat == nullptr || m_output->openCalls == 0);
}

void Session::receive(std::string_view bytes)
{
    if (!m_closing)
        m_lines.add(bytes);
}

bool Session::canWork() const
{
    return !m_closing && m_lines.hasLine() && !isOutputFull();
}

void Session::work(int messages)
{
    while (!m_closing && !isOutputFull()) {
        const std::size_t limit =
            m_authenticated ? m_limits.lineBytes : m_limits.unauthenticatedLineBytes;
        if (m_lines.lineBytes() > limit) {
            refuseAndClose({.code = ErrorCode::LimitExceeded,
                            .message = "the line is too long",
                            .where = {},
                            .expected = fmt::format("at most {} bytes", limit)});
            return;
        }
        if (!m_lines.hasLine() || messages-- == 0)
            return;
        if (const auto line = m_lines.take(); !line->empty())
            handleLine(*line);
    }
}

void Session::handleLine(std::string_view line)
{
    const auto document = parseMessage(line, m_limits);
    if (!document) {
        refuse(document.error().code == ErrorCode::Syntax ? kParseError
                                                          : rpcCode(document.error().code),
               document.error());
        if (!m_authenticated)
            m_closing = true; // what speaks HTTP, say, does not get a second try
        else if (++m_badLines > m_limits.badLines)
            refuseAndClose({.code = ErrorCode::LimitExceeded,
                            .message = "too many lines in a row are not JSON"});
        return;
    }
    m_badLines = 0;
    if (document->root().is_array()) {
        handleBatch(document->root());
        return;
    }
    handleRequest(*document, std::make_shared<Answers>(m_output, false, m_limits.replyBytes));
}

void Session::handleBatch(const Value& entries)
{
    if (entries.empty() || entries.size() > m_limits.batchEntries) {
        refuse(kInvalidRequest, {.code = ErrorCode::Invalid,
                                 .message = fmt::format("the batch has {} entries", entries.size()),
                                 .where = {},
                                 .expected = fmt::format("1 to {}", m_limits.batchEntries)});
        return;
    }
    const auto answers = std::make_shared<Answers>(m_output, true, m_limits.replyBytes);
    for (const Value& entry : entries)
        if (const auto request = parseMessage(dumped(entry), m_limits))
            handleRequest(*request, answers);
}

void Session::handleRequest(const json::Document& request, const std::shared_ptr<Answers>& answers)
{
    const Value id = answerableId(request.root());
    if (const auto wrong = wrongShape(request.root())) {
        answers->error(id, errorObject(kInvalidRequest, *wrong));
    } else if (!m_authenticated && request.root()["method"] != "rpc.authenticate") {
        answers->error(id, errorObject({.code = ErrorCode::PermissionDenied,
                                        .message = "this connection has not shown its token",
                                        .where = {},
                                        .expected = "rpc.authenticate as the first request"}));
    } else {
        call(request, answers);
    }
    if (!m_authenticated)
        m_closing = true;
}

void Session::call(const json::Document& request, const std::shared_ptr<Answers>& answers)
{
    static const Value kNoParams = Value::object();
    const Value& root = request.root();
    const std::string& name = root["method"].get_ref<const std::string&>();
    const bool wantsAnswer = root.contains("id");
    const auto refuseCall = [&](const Value& error) {
        if (wantsAnswer)
            answers->error(root["id"], error);
    };
    const Method* const method = findMethod(name);
    if (method == nullptr)
        return refuseCall(unknownMethod(name, m_description.methodNames()));
    if (!m_target.offers(name))
        return refuseCall(errorObject({.code = ErrorCode::Unsupported,
                                       .message = fmt::format("this device has no {}", name),
                                       .where = {},
                                       .expected = "a method that rpc.describe lists",
                                       .advice = "what is about a simulated board needs one"}));
    const json::Schema* const schema = m_description.requestSchema(name);
    if (schema == nullptr)
        return refuseCall(
            errorObject(kInternalError, {.message = fmt::format("\"{}\" is not described", name)}));
    if (const Diagnostics findings = schema->validate(request); hasErrors(findings))
        return refuseCall(invalidParams(name, findings));
    if (m_output->openCalls >= m_limits.openCalls)
        return refuseCall(errorObject({.code = ErrorCode::LimitExceeded,
                                       .message = "too many calls of this connection are open",
                                       .where = {},
                                       .expected = fmt::format("at most {}", m_limits.openCalls),
                                       .advice = "wait for the answers"}));
    run(*method, Call{root.contains("params") ? root["params"] : kNoParams, *this},
        wantsAnswer ? std::optional(root["id"]) : std::nullopt, answers, m_output);
}

void Session::refuse(int code, const Error& error)
{
    m_output->add(errorLine(nullptr, errorObject(code, error)));
}

void Session::refuseAndClose(const Error& error)
{
    refuse(rpcCode(error.code), error);
    m_closing = true;
}

void Session::notify()
{
    m_notifyAgain = false;
    if (m_closing)
        return;
    for (const auto& [id, subscription] : m_subscriptions) {
        for (int i = 0; i < kNotificationsInRound; ++i) {
            if (isOutputFull()) {
                m_notifyAgain = true;
                return;
            }
            std::optional<Value> news = subscription->take();
            if (!news)
                break;
            Value params = {{"subscription", id}};
            params.update(*news);
            m_output->add(dumped({{"jsonrpc", "2.0"},
                                  {"method", subscription->notification()},
                                  {"params", std::move(params)}}));
            if (!subscription->hasMore())
                break;
        }
        m_notifyAgain = m_notifyAgain || subscription->hasMore();
    }
}

bool Session::wantsNotify() const
{
    return m_notifyAgain && !m_closing && !isOutputFull();
}

void Session::announce(std::string_view method)
{
    if (m_authenticated && !m_closing)
        m_output->add(
            dumped({{"jsonrpc", "2.0"}, {"method", method}, {"params", Value::object()}}));
}

std::string_view Session::output() const
{
    return m_output->front();
}

void Session::sent(std::size_t bytes)
{
    m_output->sent(bytes);
}

/// The comparison takes the same time wherever the tokens differ; the length is no secret.
Result<> Session::authenticate(std::string_view token)
{
    m_authenticated =
        m_authenticated || (token.size() == m_token.size() &&
                            CRYPTO_memcmp(token.data(), m_token.data(), token.size()) == 0);
    if (m_authenticated)
        return {};
    return fail(Error{.code = ErrorCode::PermissionDenied,
                      .message = "the token is not this device's",
                      .where = {},
                      .expected = {},
                      .advice = "take the token that the device was started with"});
}

Result<std::int64_t> Session::subscribe(std::unique_ptr<Subscription> subscription)
{
    if (m_subscriptions.size() >= m_limits.subscriptions)
        return fail(Error{.code = ErrorCode::LimitExceeded,
                          .message = "this connection has too many subscriptions",
                          .where = {},
                          .expected = fmt::format("at most {}", m_limits.subscriptions),
                          .advice = "end some by rpc.unsubscribe"});
    m_subscriptions.emplace(++m_lastSubscription, std::move(subscription));
    m_notifyAgain = true;
    return m_lastSubscription;
}

Result<> Session::unsubscribe(std::int64_t id)
{
    if (m_subscriptions.erase(id) > 0)
        return {};
    return fail(ErrorCode::NotFound, fmt::format("this connection has no subscription {}", id));
}

Result<> Session::handOver(std::unique_ptr<ProgramSeat> seat)
{
    if (m_seat)
        return fail(Error{.code = ErrorCode::InvalidArgument,
                          .message = "this connection serves a part already",
                          .where = {},
                          .expected = "one connection for each part",
                          .advice = {}});
    m_seat = std::move(seat);
    m_closing = true;
    return {};
}

} // namespace perisphere::control
