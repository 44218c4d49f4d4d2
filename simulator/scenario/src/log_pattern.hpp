// Regular expressions over lines of the log.
#pragma once

#include "perisphere/base/result.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace re2
{
class RE2;
}

namespace perisphere::scenario
{

/// RE2's syntax: Perl's without what needs backtracking, so that a line is searched in time
/// proportional to its length and without recursion.
class LogPattern
{
public:
    /// InvalidArgument, with what the expression lacks.
    [[nodiscard]] static Result<LogPattern> make(const std::string& expression);

    /// Whether some part of the line matches.
    [[nodiscard]] bool isIn(std::string_view line) const;
    [[nodiscard]] const std::string& text() const { return m_text; }

private:
    LogPattern(std::string text, std::shared_ptr<const re2::RE2> compiled)
        : m_text(std::move(text))
        , m_compiled(std::move(compiled))
    {
    }
    std::string m_text;
    std::shared_ptr<const re2::RE2> m_compiled; ///< shared by copies; it cannot be copied
};

} // namespace perisphere::scenario
