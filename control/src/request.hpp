// What a request has to look like, and how a wrong one is answered.
#pragma once

#include "perisphere/base/diagnostic.hpp"
#include "perisphere/control/limits.hpp"
#include "perisphere/json/document.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace perisphere::control
{

[[nodiscard]] Result<json::Document> parseMessage(std::string_view line,
                                                  const SessionLimits& limits);

/// What keeps the value from being a JSON-RPC 2.0 request.
[[nodiscard]] std::optional<Error> wrongShape(const json::Value& request);

/// The request's id if it has a proper one, else null.
[[nodiscard]] json::Value answerableId(const json::Value& request);

[[nodiscard]] json::Value unknownMethod(std::string_view name,
                                        std::span<const std::string_view> known);

/// The first finding, and all in data.findings.
[[nodiscard]] json::Value invalidParams(std::string_view method, const Diagnostics& findings);

} // namespace perisphere::control
