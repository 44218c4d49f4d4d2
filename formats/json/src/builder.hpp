// Builds the value tree and the offset tree of a text from the parser's events.
#pragma once

#include "offset_tree.hpp"
#include "perisphere/base/error.hpp"
#include "perisphere/json/document.hpp"
#include "scanner.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::json
{

struct DuplicateKey {
    std::size_t offset;
    std::string pointer;
    std::string key;
};

/// An event handler as nlohmann::json::sax_parse() wants it (its names are the library's). Every
/// handler returns whether to go on; it stops at a limit or at a syntax error, and problem() tells
/// why.
class Builder
{
public:
    Builder(std::string_view text, const ParseLimits& limits)
        : m_scanner(text)
        , m_limits(limits)
    {
    }

    struct Problem {
        ErrorCode code;
        std::size_t offset;
        std::string message;
        std::string expected;
    };

    bool null() { return add(nullptr, m_scanner.scalar()); }
    bool boolean(bool value) { return add(value, m_scanner.scalar()); }
    bool number_integer(Value::number_integer_t value) { return add(value, m_scanner.scalar()); }
    bool number_unsigned(Value::number_unsigned_t value) { return add(value, m_scanner.scalar()); }
    bool number_float(Value::number_float_t value, const std::string& /*text*/)
    {
        return add(value, m_scanner.scalar());
    }
    bool string(std::string& value);
    bool binary(Value::binary_t& /*value*/) { return false; } // never in JSON text
    bool start_object(std::size_t /*count*/) { return open(Value::object()); }
    bool key(std::string& key);
    bool end_object() { return close(); }
    bool start_array(std::size_t /*count*/) { return open(Value::array()); }
    bool end_array() { return close(); }
    bool parse_error(std::size_t position, const std::string& lastToken,
                     const nlohmann::detail::exception& exception);

    [[nodiscard]] const std::optional<Problem>& problem() const { return m_problem; }
    [[nodiscard]] Value takeRoot() { return std::move(m_root); }
    [[nodiscard]] OffsetNode takeOffsets() { return std::move(m_offsets); }
    [[nodiscard]] const std::vector<DuplicateKey>& duplicates() const { return m_duplicates; }

private:
    /// An object or array that is not complete yet.
    struct OpenValue {
        Value* value;
        OffsetNode* offsets;
        std::string key; ///< of the member that comes next, in objects
        std::size_t keyOffset = 0;
    };

    bool add(Value value, std::size_t offset);
    bool open(Value empty);
    bool close();
    bool stop(ErrorCode code, std::size_t offset, std::string message, std::string expected);
    OpenValue place(Value value, std::size_t offset);
    [[nodiscard]] std::string pointerToOpen() const;

    Scanner m_scanner;
    ParseLimits m_limits;
    Value m_root;
    OffsetNode m_offsets;
    std::vector<OpenValue> m_open;
    std::size_t m_count = 0;
    std::vector<DuplicateKey> m_duplicates;
    std::optional<Problem> m_problem;
};

} // namespace perisphere::json
