#include "builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace perisphere::json
{
namespace
{

/// nlohmann's text is "[...] parse error at line 1, column 2: syntax error while parsing X - what;
/// expected Y".
std::pair<std::string, std::string> splitParserMessage(std::string_view text)
{
    if (const auto at = text.find(" - "); at != std::string_view::npos)
        text.remove_prefix(at + 3);
    std::string expected;
    if (const auto at = text.rfind("; expected "); at != std::string_view::npos) {
        expected = text.substr(at + 11);
        text = text.substr(0, at);
    }
    return {std::string(text), expected};
}

} // namespace

bool Builder::string(std::string& value)
{
    const std::size_t offset = m_scanner.string();
    if (value.size() > m_limits.stringBytes)
        return stop(ErrorCode::LimitExceeded, offset, "a string is too long",
                    fmt::format("at most {} bytes", m_limits.stringBytes));
    return add(std::move(value), offset);
}

bool Builder::key(std::string& key)
{
    OpenValue& object = m_open.back();
    object.keyOffset = m_scanner.string();
    if (key.size() > m_limits.stringBytes)
        return stop(ErrorCode::LimitExceeded, object.keyOffset, "a key is too long",
                    fmt::format("at most {} bytes", m_limits.stringBytes));
    if (object.value->contains(key))
        m_duplicates.push_back({object.keyOffset, join(pointerToOpen(), key), key});
    object.key = std::move(key);
    return true;
}

bool Builder::add(Value value, std::size_t offset)
{
    if (++m_count > m_limits.values)
        return stop(ErrorCode::LimitExceeded, offset, "there are too many values",
                    fmt::format("at most {}", m_limits.values));
    place(std::move(value), offset);
    return true;
}

bool Builder::open(Value empty)
{
    const std::size_t offset = m_scanner.bracket();
    if (m_open.size() >= m_limits.depth)
        return stop(ErrorCode::LimitExceeded, offset, "values are nested too deep",
                    fmt::format("at most {} levels", m_limits.depth));
    if (++m_count > m_limits.values)
        return stop(ErrorCode::LimitExceeded, offset, "there are too many values",
                    fmt::format("at most {}", m_limits.values));
    m_open.push_back(place(std::move(empty), offset));
    return true;
}

bool Builder::close()
{
    m_scanner.bracket();
    m_open.pop_back();
    return true;
}

/// Puts a value where it belongs. The pointers stay good while it is open: its parent gets no other
/// child then.
Builder::OpenValue Builder::place(Value value, std::size_t offset)
{
    const auto at = static_cast<std::uint32_t>(offset);
    if (m_open.empty()) {
        m_root = std::move(value);
        m_offsets = {.key = at, .value = at, .children = {}};
        return {&m_root, &m_offsets, {}};
    }
    OpenValue& parent = m_open.back();
    if (parent.value->is_array()) {
        parent.value->push_back(std::move(value));
        parent.offsets->children.push_back({.key = at, .value = at, .children = {}});
        return {&parent.value->back(), &parent.offsets->children.back(), {}};
    }
    auto& members = parent.value->get_ref<Value::object_t&>();
    const auto found = members.find(parent.key);
    const auto index = static_cast<std::size_t>(found - members.begin());
    if (found == members.end())
        parent.offsets->children.emplace_back();
    OffsetNode& node = parent.offsets->children[index];
    node = {.key = static_cast<std::uint32_t>(parent.keyOffset), .value = at, .children = {}};
    Value& placed = members[parent.key];
    placed = std::move(value);
    return {&placed, &node, {}};
}

bool Builder::parse_error(std::size_t position, const std::string& /*lastToken*/,
                          const nlohmann::detail::exception& exception)
{
    auto [message, expected] = splitParserMessage(exception.what());
    // A token that is itself malformed is shown where it breaks, a well-formed one in the wrong
    // place where it starts.
    const bool isMalformed = message.rfind("invalid", 0) == 0;
    const std::size_t offset = isMalformed && position > 0 ? position - 1 : m_scanner.next();
    return stop(ErrorCode::Syntax, offset, std::move(message), std::move(expected));
}

bool Builder::stop(ErrorCode code, std::size_t offset, std::string message, std::string expected)
{
    m_problem = Problem{code, offset, std::move(message), std::move(expected)};
    return false;
}

std::string Builder::pointerToOpen() const
{
    std::string pointer;
    for (std::size_t i = 0; i + 1 < m_open.size(); ++i) {
        const OpenValue& parent = m_open[i];
        pointer = parent.value->is_array() ? join(pointer, parent.value->size() - 1)
                                           : join(pointer, parent.key);
    }
    return pointer;
}

} // namespace perisphere::json
