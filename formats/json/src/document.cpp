#include "perisphere/json/document.hpp"

#include "builder.hpp"
#include "offset_tree.hpp"
#include "perisphere/base/text_position.hpp"

#include <fmt/format.h>

#include <charconv>
#include <utility>

namespace perisphere::json
{

struct Document::Parsed {
    std::string fileName;
    LineIndex lines;
    Value root;
    OffsetNode offsets;
    Diagnostics duplicateKeys;
};

namespace
{

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

Location locationAt(const LineIndex& lines, std::size_t offset, std::string fileName,
                    std::string pointer)
{
    const LineColumn place = lines.at(offset);
    return {.file = std::move(fileName),
            .line = place.line,
            .column = place.column,
            .pointer = std::move(pointer),
            .offset = std::nullopt};
}

std::string unescape(std::string_view token)
{
    std::string text;
    for (std::size_t i = 0; i < token.size(); ++i) {
        if (token[i] == '~' && i + 1 < token.size())
            text += token[++i] == '1' ? '/' : '~';
        else
            text += token[i];
    }
    return text;
}

/// The child of `value` that a pointer token names, as an index; nullopt when there is none.
std::optional<std::size_t> childIndex(const Value& value, std::string_view token)
{
    if (value.is_object()) {
        const auto& members = value.get_ref<const Value::object_t&>();
        const auto found = members.find(unescape(token));
        if (found == members.end())
            return std::nullopt;
        return static_cast<std::size_t>(found - members.begin());
    }
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), index);
    const bool isNumber = error == std::errc{} && end == token.data() + token.size();
    if (!value.is_array() || !isNumber || index >= value.size())
        return std::nullopt;
    return index;
}

const Value& child(const Value& value, std::size_t index)
{
    if (value.is_array())
        return value[index];
    return (value.get_ref<const Value::object_t&>().begin() + static_cast<std::ptrdiff_t>(index))
        ->second;
}

/// The node that a pointer names, or its nearest existing ancestor.
const OffsetNode& nodeAt(const Value& root, const OffsetNode& rootNode, std::string_view pointer)
{
    const Value* value = &root;
    const OffsetNode* node = &rootNode;
    while (!pointer.empty()) {
        const std::size_t end = std::min(pointer.find('/', 1), pointer.size());
        const auto index = childIndex(*value, pointer.substr(1, end - 1));
        if (!index)
            break;
        value = &child(*value, *index);
        node = &node->children[*index];
        pointer.remove_prefix(end);
    }
    return *node;
}

Error tooLong(const std::string& fileName, std::size_t maxBytes)
{
    return Error{.code = ErrorCode::LimitExceeded,
                 .message = "the text is too long",
                 .where = {.file = fileName},
                 .expected = fmt::format("at most {} bytes", maxBytes)};
}

} // namespace

Document::Document(std::unique_ptr<Parsed> parsed)
    : m_parsed(std::move(parsed))
{
}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

Result<Document> Document::parse(std::string_view text, std::string fileName,
                                 const ParseLimits& limits)
{
    if (text.size() > limits.bytes || text.size() > UINT32_MAX)
        return fail(tooLong(fileName, limits.bytes));
    // Columns count from behind the mark, as editors do.
    if (text.starts_with(kByteOrderMark))
        text.remove_prefix(kByteOrderMark.size());

    LineIndex lines(text);
    // The parser takes a NUL as the end of the text, and what follows would be passed over.
    if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos)
        return fail(Error{.code = ErrorCode::Syntax,
                          .message = "a NUL byte",
                          .where = locationAt(lines, nul, std::move(fileName), {}),
                          .expected = "JSON text"});
    Builder builder(text, limits);
    Value::sax_parse(text.begin(), text.end(), &builder);
    if (const auto& problem = builder.problem())
        return fail(Error{.code = problem->code,
                          .message = problem->message,
                          .where = locationAt(lines, problem->offset, std::move(fileName), {}),
                          .expected = problem->expected});

    Diagnostics duplicates;
    for (const DuplicateKey& one : builder.duplicates())
        duplicates.push_back({.severity = Severity::Warning,
                              .rule = "duplicate-key",
                              .where = locationAt(lines, one.offset, fileName, one.pointer),
                              .message = fmt::format("key \"{}\" stands here again", one.key),
                              .expected = "each key once",
                              .advice = "only the last one counts; remove the others"});
    return Document(std::make_unique<Parsed>(Parsed{.fileName = std::move(fileName),
                                                    .lines = std::move(lines),
                                                    .root = builder.takeRoot(),
                                                    .offsets = builder.takeOffsets(),
                                                    .duplicateKeys = std::move(duplicates)}));
}

const Value& Document::root() const
{
    return m_parsed->root;
}

const std::string& Document::fileName() const
{
    return m_parsed->fileName;
}

Location Document::locate(std::string_view pointer) const
{
    const OffsetNode& node = nodeAt(m_parsed->root, m_parsed->offsets, pointer);
    return locationAt(m_parsed->lines, node.value, m_parsed->fileName, std::string(pointer));
}

Location Document::locateKey(std::string_view pointer) const
{
    const OffsetNode& node = nodeAt(m_parsed->root, m_parsed->offsets, pointer);
    return locationAt(m_parsed->lines, node.key, m_parsed->fileName, std::string(pointer));
}

const Diagnostics& Document::duplicateKeys() const
{
    return m_parsed->duplicateKeys;
}

std::string join(std::string_view pointer, std::string_view key)
{
    std::string text(pointer);
    text += '/';
    for (const char c : key) {
        if (c == '~')
            text += "~0";
        else if (c == '/')
            text += "~1";
        else
            text += c;
    }
    return text;
}

std::string join(std::string_view pointer, std::size_t index)
{
    return fmt::format("{}/{}", pointer, index);
}

} // namespace perisphere::json
