// Messages to the debug output: applibs/log.h, which documents the calls.
#pragma once

#include <applibs/log.h>
#include <applibs/result.hpp>

#include <algorithm>
#include <climits>
#include <string_view>

namespace applibs::log
{

/// Formats as printf does.
template <class... Arguments>
Result<void> debug(const char* format, Arguments... arguments)
{
    return detail::check(Log_Debug(format, arguments...), "Log_Debug");
}

/// Writes a text as it is.
inline Result<void> write(std::string_view text)
{
    const auto length = static_cast<int>(std::min<std::size_t>(text.size(), INT_MAX));
    return detail::check(Log_Debug("%.*s", length, text.data()), "Log_Debug");
}

} // namespace applibs::log
