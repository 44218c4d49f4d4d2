#include "log_pattern.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

namespace perisphere::scenario
{

Result<LogPattern> LogPattern::make(const std::string& expression)
{
    constexpr std::size_t kMaxBytes = 4096;
    constexpr std::int64_t kMaxMemory = std::int64_t{1} << 20U;
    if (expression.size() > kMaxBytes)
        return fail(ErrorCode::LimitExceeded,
                    fmt::format("a regular expression of more than {} bytes", kMaxBytes));
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(kMaxMemory);
    auto compiled = std::make_shared<const re2::RE2>(expression, options);
    if (!compiled->ok())
        return fail(Error{.code = ErrorCode::InvalidArgument,
                          .message = fmt::format("\"{}\" is no regular expression: {}",
                                                 expression.substr(0, 80), compiled->error()),
                          .expected = "RE2's syntax; \\( stands for a parenthesis itself"});
    return LogPattern(expression, std::move(compiled));
}

bool LogPattern::isIn(std::string_view line) const
{
    return re2::RE2::PartialMatch(re2::StringPiece(line.data(), line.size()), *m_compiled);
}

} // namespace perisphere::scenario
