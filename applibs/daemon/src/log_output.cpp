#include "log_output.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <string_view>
#include <utility>

namespace perisphere::daemon
{

Result<LogOutput> LogOutput::open(const std::optional<Configuration::LogFolder>& folder)
{
    LogOutput output;
    if (!folder)
        return output;
    auto opened = LogFiles::open(*folder);
    if (!opened)
        return fail(opened.error());
    output.m_files.emplace(std::move(*opened));
    return output;
}

void LogOutput::write(const control::LogLine& line)
{
    const std::string_view who =
        line.componentId.empty() ? std::string_view("device") : line.componentId;
    fmt::print("{}: {}\n", who, line.text); // the journal adds time and unit
    if (m_files) {
        const auto added = m_files->add(who, line.text);
        if (!added && !m_hasToldOfFiles)
            fmt::print("device: {}\n", added.error().toString());
        m_hasToldOfFiles = !added;
    }
    std::fflush(stdout);
}

} // namespace perisphere::daemon
