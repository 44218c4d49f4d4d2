#include "support/api_set.hpp"

#include <fmt/format.h>

namespace perisphere::tools
{

template <>
Result<ApiSet> convertWord<ApiSet>(const std::string& word)
{
    const std::size_t plus = word.find('+');
    const auto version = convertWord<std::uint32_t>(word.substr(0, plus));
    const bool hasEmptyBeta = plus != std::string::npos && plus + 1 == word.size();
    if (!version || *version == 0 || hasEmptyBeta)
        return fail(Error{.code = ErrorCode::InvalidArgument,
                          .message = fmt::format("\"{}\" is no API set", word),
                          .expected = "a number such as 12, or a beta such as 5+Beta2004"});
    return ApiSet{*version, plus == std::string::npos ? "" : word.substr(plus + 1)};
}

} // namespace perisphere::tools
