#include "answers.hpp"

#include "perisphere/control/error_codes.hpp"

#include <fmt/format.h>

namespace perisphere::control
{

using json::Value;

Answers::~Answers()
{
    const auto output = m_output.lock();
    if (m_text.empty() || !output)
        return;
    output->add(m_isBatch ? "[" + m_text + "]" : std::move(m_text));
    if (output->ready)
        output->ready();
}

void Answers::result(const Value& id, Value result)
{
    add({{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(result)}}, id);
}

void Answers::error(const Value& id, Value error)
{
    add({{"jsonrpc", "2.0"}, {"id", id}, {"error", std::move(error)}}, id);
}

void Answers::add(const Value& answer, const Value& id)
{
    std::string text = dumped(answer);
    if (m_text.size() + text.size() > m_maxBytes) {
        const Error error{.code = ErrorCode::LimitExceeded,
                          .message = "the answer is too large",
                          .where = {},
                          .expected =
                              fmt::format("at most {} bytes in answer to a message", m_maxBytes),
                          .advice = "ask for less at once"};
        text = errorLine(id, errorObject(error));
    }
    m_text += (m_text.empty() ? "" : ",") + text;
}

std::string errorLine(const Value& id, Value error)
{
    return dumped({{"jsonrpc", "2.0"}, {"id", id}, {"error", std::move(error)}});
}

std::string dumped(const Value& value)
{
    return value.dump(-1, ' ', false, Value::error_handler_t::replace);
}

} // namespace perisphere::control
