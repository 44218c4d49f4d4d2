// Finds where the tokens of a JSON text lie. nlohmann's parser tells what it read but not where.
#pragma once

#include <cstddef>
#include <string_view>

namespace perisphere::json
{

/// Walks over a text in step with a parser that has accepted each token, so it never judges the
/// text itself.
class Scanner
{
public:
    explicit Scanner(std::string_view text)
        : m_text(text)
    {
    }

    /// Start of the next token: the first byte that is neither white space nor a comma nor a colon.
    [[nodiscard]] std::size_t next()
    {
        while (m_at < m_text.size() && isBetweenTokens(m_text[m_at]))
            ++m_at;
        return m_at;
    }

    /// Steps over one of { } [ ]; gives its start.
    std::size_t bracket()
    {
        const std::size_t start = next();
        ++m_at;
        return start;
    }

    /// Steps over a string with its quotes; gives its start.
    std::size_t string()
    {
        const std::size_t start = next();
        for (m_at = start + 1; m_at < m_text.size() && m_text[m_at] != '"'; ++m_at)
            if (m_text[m_at] == '\\')
                ++m_at;
        ++m_at;
        return start;
    }

    /// Steps over a number or a literal name; gives its start.
    std::size_t scalar()
    {
        const std::size_t start = next();
        while (m_at < m_text.size() && !isBetweenTokens(m_text[m_at]) && m_text[m_at] != ']' &&
               m_text[m_at] != '}')
            ++m_at;
        return start;
    }

private:
    static bool isBetweenTokens(char c)
    {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',' || c == ':';
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

} // namespace perisphere::json
