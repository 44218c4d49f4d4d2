// The configuration, as commands find it.
#pragma once

#include "perisphere/base/file.hpp"
#include "perisphere/daemon/configuration.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <cstdio>
#include <filesystem>

namespace perisphere::daemon
{

inline constexpr const char* kConfigurationFile = "/etc/perisphere/perisphered.json";

/// Prints what is found to be wrong with it.
[[nodiscard]] inline Result<Configuration> readConfiguration(const std::filesystem::path& file)
{
    constexpr std::uint64_t kMaxConfigurationBytes = 64 * 1024;
    const auto text = readTextFile(file, kMaxConfigurationBytes);
    if (!text)
        return fail(text.error().during("read the configuration"));
    auto configuration = parseConfiguration(*text, file.string());
    for (const Diagnostic& finding : configuration.diagnostics)
        fmt::print(stderr, "perisphered: {}\n", finding.toString());
    if (!configuration.ok())
        return fail(ErrorCode::Invalid,
                    fmt::format("\"{}\" cannot be used as it is", file.string()));
    return *std::move(configuration.value);
}

} // namespace perisphere::daemon
