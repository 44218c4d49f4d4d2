#include "command/report.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace perisphere::tools
{
namespace
{

/// Colour only on a terminal that can show it, and never against the user's NO_COLOR
/// (https://no-color.org).
bool isColoured(const Services& services)
{
    return services.errIsTerminal && !services.setting("NO_COLOR") &&
           services.setting("TERM").value_or("dumb") != "dumb";
}

std::string_view colourOf(Severity severity)
{
    switch (severity) {
    case Severity::Note:
        return "\x1b[1;36m";
    case Severity::Warning:
        return "\x1b[1;35m";
    case Severity::Error:
        return "\x1b[1;31m";
    }
    return "";
}

void printDiagnostic(const Diagnostic& diagnostic, Services& services)
{
    std::string text = diagnostic.toString();
    Location place = diagnostic.where;
    place.pointer.clear(); // toString() puts the pointer at the end
    const std::string start = place.toString();
    const std::size_t at = start.empty() ? 0 : start.size() + 2;
    if (isColoured(services)) {
        text.insert(at + name(diagnostic.severity).size(), "\x1b[0m");
        text.insert(at, colourOf(diagnostic.severity));
    }
    services.err << text << '\n';
}

void putText(json::Value& object, const char* key, const std::string& text)
{
    if (!text.empty())
        object[key] = text;
}

json::Value toJson(const Diagnostic& diagnostic)
{
    json::Value object = json::Value::object();
    object["severity"] = std::string(name(diagnostic.severity));
    putText(object, "rule", diagnostic.rule);
    putText(object, "file", diagnostic.where.file);
    if (diagnostic.where.line != 0) {
        object["line"] = diagnostic.where.line;
        object["column"] = diagnostic.where.column;
    }
    putText(object, "pointer", diagnostic.where.pointer);
    if (diagnostic.where.offset)
        object["offset"] = *diagnostic.where.offset;
    object["message"] = diagnostic.message;
    putText(object, "expected", diagnostic.expected);
    putText(object, "advice", diagnostic.advice);
    return object;
}

std::string countOf(const Diagnostics& diagnostics, Severity severity)
{
    const auto count =
        std::count_if(diagnostics.begin(), diagnostics.end(),
                      [&](const Diagnostic& one) { return one.severity == severity; });
    return fmt::format("{} {}{}", count, name(severity), count == 1 ? "" : "s");
}

} // namespace

void printDiagnostics(const Diagnostics& diagnostics, Services& services)
{
    for (const Diagnostic& diagnostic : diagnostics)
        printDiagnostic(diagnostic, services);
}

void printError(const Error& error, Services& services)
{
    printDiagnostic(toDiagnostic(error, {}), services);
}

void printNote(std::string_view text, Services& services)
{
    printDiagnostic({.severity = Severity::Note, .message = std::string(text)}, services);
}

ExitCode reportUsage(std::string_view message, Services& services)
{
    printDiagnostic({.message = std::string(message)}, services);
    return ExitCode::Usage;
}

void printJson(const json::Value& value, Services& services)
{
    services.out << value.dump(2, ' ', false, json::Value::error_handler_t::replace) << '\n';
}

json::Value toJson(const Diagnostics& diagnostics)
{
    json::Value list = json::Value::array();
    for (const Diagnostic& diagnostic : diagnostics)
        list.push_back(toJson(diagnostic));
    return list;
}

ExitCode reportCheck(std::string_view file, const Diagnostics& diagnostics, bool asJson,
                     Services& services)
{
    const bool isOk = !hasErrors(diagnostics);
    if (asJson) {
        json::Value report = json::Value::object();
        report["file"] = std::string(file);
        report["ok"] = isOk;
        report["diagnostics"] = toJson(diagnostics);
        printJson(report, services);
    } else {
        printDiagnostics(diagnostics, services);
        services.out << fmt::format("{}: {} ({}, {})\n", file, isOk ? "ok" : "not ok",
                                    countOf(diagnostics, Severity::Error),
                                    countOf(diagnostics, Severity::Warning));
    }
    return isOk ? ExitCode::Ok : ExitCode::Failed;
}

} // namespace perisphere::tools
