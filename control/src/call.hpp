// One call, as its handler sees it.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/control/completion.hpp"
#include "perisphere/control/session.hpp"
#include "perisphere/control/target.hpp"
#include "perisphere/json/document.hpp"
#include "subscription.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace perisphere::control
{

struct Call {
    const json::Value& params; ///< as the method's schema wants them; {} when absent
    Session& session;

    [[nodiscard]] ControlTarget& target() const { return session.target(); }

    [[nodiscard]] const std::string& text(std::string_view key) const
    {
        return params.at(std::string(key)).get_ref<const std::string&>();
    }

    template <class T>
    [[nodiscard]] T numberOr(std::string_view key, T otherwise) const
    {
        const auto found = params.find(std::string(key));
        return found == params.end() ? otherwise : found->template get<T>();
    }

    /// {subscription: id}
    [[nodiscard]] Result<json::Value> subscribe(std::unique_ptr<Subscription> subscription) const
    {
        auto id = session.subscribe(std::move(subscription));
        if (!id)
            return fail(id.error());
        return json::Value{{"subscription", *id}};
    }
};

/// The answer of a method that has none: {}.
[[nodiscard]] inline Result<json::Value> nothing(const Result<>& result)
{
    if (!result)
        return fail(result.error());
    return json::Value::object();
}

} // namespace perisphere::control
