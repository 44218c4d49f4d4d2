#include "canonical_json.hpp"

#include <map>
#include <string_view>

namespace perisphere::feed
{
namespace
{

using json::Value;

std::string text(const Value& scalar)
{
    return scalar.dump(-1, ' ', false, Value::error_handler_t::replace);
}

// As deep as the parser lets values be, or as our own are.
// NOLINTNEXTLINE(misc-no-recursion)
void append(std::string& to, const Value& value)
{
    if (value.is_array()) {
        to += '[';
        for (std::size_t i = 0; i < value.size(); ++i) {
            if (i != 0)
                to += ',';
            append(to, value[i]);
        }
        to += ']';
        return;
    }
    if (!value.is_object()) {
        to += text(value);
        return;
    }
    std::map<std::string_view, const Value*> sorted;
    for (const auto& [key, member] : value.items())
        sorted.emplace(key, &member);
    to += '{';
    bool isFirst = true;
    for (const auto& [key, member] : sorted) {
        if (!isFirst)
            to += ',';
        isFirst = false;
        to += text(Value(key));
        to += ':';
        append(to, *member);
    }
    to += '}';
}

} // namespace

std::string canonical(const Value& value)
{
    std::string to;
    append(to, value);
    return to;
}

} // namespace perisphere::feed
