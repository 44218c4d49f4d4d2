// Which handler answers which method.
#pragma once

#include "call.hpp"

#include <span>
#include <string_view>
#include <variant>

namespace perisphere::control
{

using ImmediateHandler = Result<json::Value> (*)(const Call&);
using DeferredHandler = void (*)(const Call&, Completion<json::Value>);

struct Method {
    std::string_view name;
    std::variant<ImmediateHandler, DeferredHandler> handler;
};

[[nodiscard]] std::span<const Method> methodTable();

/// nullptr when there is none.
[[nodiscard]] const Method* findMethod(std::string_view name);

} // namespace perisphere::control
