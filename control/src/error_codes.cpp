#include "perisphere/control/error_codes.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace perisphere::control
{
namespace
{

using json::Value;

struct Row {
    RpcErrorName rpc;
    std::optional<ErrorCode> code; ///< none: of the protocol itself
};

constexpr std::array kRows = {
    Row{{kParseError, "parseError"}, std::nullopt},
    Row{{kInvalidRequest, "invalidRequest"}, std::nullopt},
    Row{{kMethodNotFound, "methodNotFound"}, std::nullopt},
    Row{{kInvalidParams, "invalidParams"}, std::nullopt},
    Row{{kInternalError, "internalError"}, std::nullopt},
    Row{{-32000, "invalidArgument"}, ErrorCode::InvalidArgument},
    Row{{-32001, "notFound"}, ErrorCode::NotFound},
    Row{{-32002, "alreadyExists"}, ErrorCode::AlreadyExists},
    Row{{-32003, "permissionDenied"}, ErrorCode::PermissionDenied},
    Row{{-32004, "io"}, ErrorCode::Io},
    Row{{-32005, "syntax"}, ErrorCode::Syntax},
    Row{{-32006, "invalid"}, ErrorCode::Invalid},
    Row{{-32007, "unsupported"}, ErrorCode::Unsupported},
    Row{{-32008, "limitExceeded"}, ErrorCode::LimitExceeded},
    Row{{-32009, "corrupt"}, ErrorCode::Corrupt},
    Row{{-32010, "untrusted"}, ErrorCode::Untrusted},
};

constexpr auto kNames = [] {
    std::array<RpcErrorName, kRows.size()> names{};
    for (std::size_t i = 0; i < kRows.size(); ++i)
        names[i] = kRows[i].rpc;
    return names;
}();

void addText(Value& data, const char* key, const std::string& text)
{
    if (!text.empty())
        data[key] = text;
}

Value dataOf(const Error& error)
{
    Value data = Value::object();
    addText(data, "expected", error.expected);
    addText(data, "advice", error.advice);
    addText(data, "file", error.where.file);
    addText(data, "pointer", error.where.pointer);
    if (error.where.line != 0) {
        data["line"] = error.where.line;
        data["column"] = error.where.column;
    }
    return data;
}

std::string text(const Value& data, const char* key)
{
    const auto found = data.find(key);
    return found != data.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::uint32_t number(const Value& data, const char* key)
{
    const auto found = data.find(key);
    return found != data.end() && found->is_number_unsigned() ? found->get<std::uint32_t>() : 0;
}

ErrorCode errorCode(int rpc)
{
    if (rpc == kMethodNotFound)
        return ErrorCode::Unsupported;
    if (rpc == kInvalidParams || rpc == kInvalidRequest)
        return ErrorCode::InvalidArgument;
    const auto* const row = std::find_if(kRows.begin(), kRows.end(),
                                         [&](const Row& one) { return one.rpc.code == rpc; });
    return row != kRows.end() && row->code ? *row->code : ErrorCode::Invalid;
}

} // namespace

std::span<const RpcErrorName> rpcErrors()
{
    return kNames;
}

int rpcCode(ErrorCode code)
{
    const auto* const row =
        std::find_if(kRows.begin(), kRows.end(), [&](const Row& one) { return one.code == code; });
    return row == kRows.end() ? kInternalError : row->rpc.code;
}

Value errorObject(int code, const Error& error)
{
    std::string message = error.activity;
    message += (message.empty() ? "" : ": ") + error.message;
    Value object = {{"code", code}, {"message", std::move(message)}};
    if (Value data = dataOf(error); !data.empty())
        object["data"] = std::move(data);
    return object;
}

Error errorFrom(const Value& object)
{
    Error error;
    if (!object.is_object())
        return {.code = ErrorCode::Corrupt, .message = "the device sent an error without content"};
    const auto code = object.find("code");
    const bool fits = code != object.end() && code->is_number_integer();
    error.code = fits ? errorCode(static_cast<int>(code->get<std::int64_t>())) : ErrorCode::Invalid;
    error.message = text(object, "message");
    const auto data = object.find("data");
    if (data == object.end() || !data->is_object())
        return error;
    error.expected = text(*data, "expected");
    error.advice = text(*data, "advice");
    error.where = {.file = text(*data, "file"),
                   .line = number(*data, "line"),
                   .column = number(*data, "column"),
                   .pointer = text(*data, "pointer")};
    return error;
}

} // namespace perisphere::control
