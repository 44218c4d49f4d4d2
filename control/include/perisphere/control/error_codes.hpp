// JSON-RPC error objects. The codes are listed in control_api.json too; a test compares them.
#pragma once

#include "perisphere/base/error.hpp"
#include "perisphere/json/document.hpp"

#include <span>
#include <string_view>

namespace perisphere::control
{

struct RpcErrorName {
    int code;
    std::string_view name;
};

inline constexpr int kParseError = -32700;
inline constexpr int kInvalidRequest = -32600;
inline constexpr int kMethodNotFound = -32601;
inline constexpr int kInvalidParams = -32602;
inline constexpr int kInternalError = -32603;

/// All, in the order of the document.
[[nodiscard]] std::span<const RpcErrorName> rpcErrors();

[[nodiscard]] int rpcCode(ErrorCode code);

/// {code, message, data: {expected, advice, pointer, line, column, file}}; data has what the error
/// has.
[[nodiscard]] json::Value errorObject(int code, const Error& error);
[[nodiscard]] inline json::Value errorObject(const Error& error)
{
    return errorObject(rpcCode(error.code), error);
}

/// The Error that an error object stands for; unknown codes become Invalid.
[[nodiscard]] Error errorFrom(const json::Value& errorObject);

} // namespace perisphere::control
