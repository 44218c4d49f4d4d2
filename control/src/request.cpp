#include "request.hpp"

#include "perisphere/base/suggest.hpp"
#include "perisphere/control/error_codes.hpp"

#include <fmt/format.h>

namespace perisphere::control
{
namespace
{

using json::Value;

constexpr std::size_t kMaxShownBytes = 64;
constexpr std::size_t kMaxFindings = 20;

Error invalid(std::string message, std::string pointer, std::string expected)
{
    return {.code = ErrorCode::Invalid,
            .message = std::move(message),
            .where = {.pointer = std::move(pointer)},
            .expected = std::move(expected)};
}

bool isId(const Value& value)
{
    return value.is_string() || value.is_number_integer() || value.is_null();
}

Value finding(const Diagnostic& diagnostic)
{
    return {{"pointer", diagnostic.where.pointer},
            {"message", diagnostic.message},
            {"expected", diagnostic.expected}};
}

} // namespace

Result<json::Document> parseMessage(std::string_view line, const SessionLimits& limits)
{
    // The document's schemas have no patterns, so long strings do no harm.
    return json::Document::parse(line, {},
                                 {.bytes = limits.lineBytes, .stringBytes = limits.lineBytes});
}

std::optional<Error> wrongShape(const Value& request)
{
    if (!request.is_object())
        return invalid("the message is not a request", {}, "an object");
    if (request.value("jsonrpc", Value()) != "2.0")
        return invalid("\"jsonrpc\" is missing or wrong", "/jsonrpc", "\"2.0\"");
    if (!request.value("method", Value()).is_string())
        return invalid("\"method\" is missing or not a string", "/method", "a method's name");
    if (request.contains("id") && !isId(request["id"]))
        return invalid("\"id\" cannot be given back", "/id", "a string, an integer or null");
    return std::nullopt;
}

Value answerableId(const Value& request)
{
    if (request.is_object() && request.contains("id") && isId(request["id"]))
        return request["id"];
    return nullptr;
}

Value unknownMethod(std::string_view name, std::span<const std::string_view> known)
{
    Error error{.code = ErrorCode::Unsupported,
                .message = fmt::format("there is no method \"{}\"", name.substr(0, kMaxShownBytes)),
                .where = {},
                .expected = {},
                .advice = suggestion(name, known)};
    if (error.advice.empty())
        error.advice = "rpc.describe lists the methods";
    return errorObject(kMethodNotFound, error);
}

Value invalidParams(std::string_view method, const Diagnostics& findings)
{
    Error first = firstError(findings);
    first.where = {.pointer = first.where.pointer}; // a line of a line helps nobody
    Value error = errorObject(kInvalidParams, first.during(method));
    Value list = Value::array();
    for (const Diagnostic& diagnostic : findings)
        if (list.size() < kMaxFindings)
            list.push_back(finding(diagnostic));
    error["data"]["findings"] = std::move(list);
    return error;
}

} // namespace perisphere::control
