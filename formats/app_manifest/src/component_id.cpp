// Filling in a template's ComponentId without touching anything else of the file.
//
// The text may have comments, as many hand-written files do; parse() does not take them, but this
// is no reason to lose them.

#include "perisphere/base/text_position.hpp"
#include "perisphere/json/document.hpp"
#include "perisphere/manifest/manifest.hpp"
#include "text_forms.hpp"

#include <fmt/format.h>

#include <optional>

namespace perisphere::manifest
{
namespace
{

constexpr std::size_t kMaxBytes = std::size_t{1024} * 1024;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kKey = "ComponentId";

struct Span {
    std::size_t start;
    std::size_t end;
};

/// Walks over the tokens of a text that is known to be JSON with comments.
class Walker
{
public:
    explicit Walker(std::string_view text)
        : m_text(text)
    {
    }

    /// The value of the last such member of the outermost object, as a reader would take it.
    std::optional<Span> find()
    {
        std::optional<Span> found;
        if (const Span first = next(); first.start == first.end || m_text[first.start] != '{')
            return found;
        m_at = 0;
        int depth = 0;
        bool isKey = false; // the next string at depth 1 is a key
        bool isWanted = false;
        for (Span token = next(); token.start < token.end; token = next()) {
            const char c = m_text[token.start];
            depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
            if (depth == 1 && (c == '{' || c == ',')) {
                isKey = true;
            } else if (depth == 1 && isKey) {
                isWanted = decoded(token) == kKey;
                isKey = false;
            } else if (isWanted && c != ':') {
                found = token;
                isWanted = false;
            }
        }
        return found;
    }

private:
    Span next()
    {
        skipBlank();
        const std::size_t start = m_at;
        if (m_at == m_text.size())
            return {start, start};
        if (m_text[m_at] == '"')
            skipString();
        else if (std::string_view("{}[],:").find(m_text[m_at]) != std::string_view::npos)
            ++m_at;
        else
            m_at = std::min(m_text.find_first_of("{}[],:/\" \t\r\n", m_at), m_text.size());
        return {start, m_at};
    }

    void skipBlank()
    {
        while (m_at < m_text.size()) {
            const std::string_view rest = m_text.substr(m_at);
            if (rest.starts_with("//"))
                m_at = std::min(m_text.find_first_of("\r\n", m_at), m_text.size());
            else if (rest.starts_with("/*"))
                m_at = m_text.find("*/", m_at + 2) + 2; // known to end
            else if (std::string_view(" \t\r\n").find(rest.front()) != std::string_view::npos)
                ++m_at;
            else
                return;
        }
    }

    void skipString()
    {
        for (++m_at; m_text[m_at] != '"'; ++m_at)
            if (m_text[m_at] == '\\')
                ++m_at;
        ++m_at;
    }

    [[nodiscard]] std::string decoded(Span token) const
    {
        const auto value = json::Value::parse(m_text.substr(token.start, token.end - token.start),
                                              nullptr, /*allow_exceptions=*/false);
        return value.is_string() ? value.get<std::string>() : std::string();
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

Error problem(std::string message, Location where, std::string expected, std::string advice = {})
{
    return {.code = ErrorCode::Invalid,
            .message = std::move(message),
            .where = std::move(where),
            .expected = std::move(expected),
            .advice = std::move(advice)};
}

Location placeOf(std::string_view body, std::size_t offset, const std::string& fileName)
{
    const LineColumn at = LineIndex(body).at(offset);
    return {.file = fileName,
            .line = at.line,
            .column = at.column,
            .pointer = "/ComponentId",
            .offset = std::nullopt};
}

/// The object's text is JSON with or without comments.
Result<> checkText(std::string_view body, const std::string& fileName)
{
    if (body.size() > kMaxBytes)
        return fail({.code = ErrorCode::LimitExceeded,
                     .message = "the text is too long",
                     .where = {.file = fileName},
                     .expected = fmt::format("at most {} bytes", kMaxBytes)});
    const bool hasNul =
        body.find('\0') != std::string_view::npos; // would end the text for accept()
    if (!hasNul && json::Value::accept(body, /*ignore_comments=*/true))
        return {};
    if (auto document = json::Document::parse(body, fileName); !document)
        return fail(document.error());
    return fail(problem("the text is not JSON", {.file = fileName}, "a JSON object"));
}

} // namespace

Result<std::string> withComponentId(std::string text, std::string_view componentId,
                                    const std::string& fileName)
{
    if (!isGuid(componentId))
        return fail({.code = ErrorCode::InvalidArgument,
                     .message = fmt::format("\"{}\" is not a component id", componentId),
                     .expected = "a GUID such as \"25025d2c-66da-4448-bae1-ac26fcdd3627\""});
    const std::size_t mark = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
    const std::string_view body = std::string_view(text).substr(mark);
    if (auto checked = checkText(body, fileName); !checked)
        return fail(checked.error());
    const auto value = Walker(body).find();
    if (!value)
        return fail(problem("the text has no \"ComponentId\"", {.file = fileName},
                            "a JSON object with \"ComponentId\"", "add \"ComponentId\": \"\""));
    if (body[value->start] != '"')
        return fail(problem("\"ComponentId\" is not a string",
                            placeOf(body, value->start, fileName), "a string"));
    const std::string written = fmt::format("\"{}\"", componentId);
    return text.replace(mark + value->start, value->end - value->start, written);
}

} // namespace perisphere::manifest
