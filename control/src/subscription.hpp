// What a client has asked to be told of.
#pragma once

#include "perisphere/json/document.hpp"

#include <optional>
#include <string_view>

namespace perisphere::control
{

/// Asked for news when the target wakes the server, the rate allows it and the client takes its
/// output: so news wait, coalesced, where they arise, and no queue grows.
class Subscription
{
public:
    virtual ~Subscription() = default;

    [[nodiscard]] virtual std::string_view notification() const = 0;

    /// The parameters of the next notification, without the subscription's id; nullopt: no news.
    [[nodiscard]] virtual std::optional<json::Value> take() = 0;

    /// Whether the last take() left some.
    [[nodiscard]] virtual bool hasMore() const { return false; }
};

} // namespace perisphere::control
