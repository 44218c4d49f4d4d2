// Adding to a list of findings.
#pragma once

#include "perisphere/base/diagnostic.hpp"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

namespace perisphere::manifest
{

inline void add(Diagnostics& out, Severity severity, std::string_view rule, Location where,
                std::string message, std::string expected = {}, std::string advice = {})
{
    out.push_back({.severity = severity,
                   .rule = std::string(rule),
                   .where = std::move(where),
                   .message = std::move(message),
                   .expected = std::move(expected),
                   .advice = std::move(advice)});
}

/// The order of the text, whatever the order of the checks.
inline void sortByPlace(Diagnostics& diagnostics)
{
    std::stable_sort(diagnostics.begin(), diagnostics.end(), [](const auto& a, const auto& b) {
        return std::tie(a.where.line, a.where.column) < std::tie(b.where.line, b.where.column);
    });
}

} // namespace perisphere::manifest
