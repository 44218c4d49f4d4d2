#include "perisphere/base/diagnostic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

namespace perisphere
{

std::string_view name(Severity severity)
{
    switch (severity) {
    case Severity::Note:
        return "note";
    case Severity::Warning:
        return "warning";
    case Severity::Error:
        return "error";
    }
    return "error";
}

std::string Diagnostic::toString() const
{
    Location place = where;
    place.pointer
        .clear(); // at the end, so that "file:line:column: error:" is what editors look for
    const std::string start = place.toString();
    std::string text =
        fmt::format("{}{}{}: {}", start, start.empty() ? "" : ": ", name(severity), message);
    if (!expected.empty())
        text += "; expected " + expected;
    if (!advice.empty())
        text += "; " + advice;
    if (!where.pointer.empty())
        text += fmt::format(" ({})", where.pointer);
    if (!rule.empty())
        text += fmt::format(" [{}]", rule);
    return text;
}

bool hasErrors(const Diagnostics& diagnostics)
{
    return std::any_of(diagnostics.begin(), diagnostics.end(),
                       [](const Diagnostic& one) { return one.severity == Severity::Error; });
}

Error firstError(const Diagnostics& diagnostics)
{
    const auto found =
        std::find_if(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& one) { return one.severity == Severity::Error; });
    assert(found != diagnostics.end() && "firstError() asks for an error to be there");
    return Error{.code = ErrorCode::Invalid,
                 .message = found->message,
                 .where = found->where,
                 .expected = found->expected,
                 .advice = found->advice};
}

Diagnostic toDiagnostic(const Error& error, std::string_view rule)
{
    return Diagnostic{.severity = Severity::Error,
                      .rule = std::string(rule),
                      .where = error.where,
                      .message = error.activity.empty() ? error.message
                                                        : error.activity + ": " + error.message,
                      .expected = error.expected,
                      .advice = error.advice};
}

} // namespace perisphere
