// Findings and errors on their way out: text with colour for people, JSON for programs.
#pragma once

#include "command/exit_code.hpp"
#include "command/services.hpp"
#include "perisphere/base/diagnostic.hpp"
#include "perisphere/base/error.hpp"
#include "perisphere/json/document.hpp"

namespace perisphere::tools
{

/// One line each to `err`: "file:line:column: error: ...", as editors and build tools look for it.
void printDiagnostics(const Diagnostics& diagnostics, Services& services);

/// One line to `err`, in the same form.
void printError(const Error& error, Services& services);

/// A remark to `err`: "note: ...".
void printNote(std::string_view text, Services& services);

/// Options that contradict each other, told on `err`; Usage.
[[nodiscard]] ExitCode reportUsage(std::string_view message, Services& services);

/// Indented JSON and a line end to `out`. Bytes that are not UTF-8 (file names) become U+FFFD.
void printJson(const json::Value& value, Services& services);

/// [{"severity", "rule", "file", "line", "column", "pointer", "message", "expected", "advice"}],
/// without members that say nothing.
[[nodiscard]] json::Value toJson(const Diagnostics& diagnostics);

/// What a check ends with: JSON {"file", "ok", "diagnostics"} to `out`, or the findings to `err`
/// and one line to `out`. Failed when one of the findings is an error.
[[nodiscard]] ExitCode reportCheck(std::string_view file, const Diagnostics& diagnostics,
                                   bool asJson, Services& services);

} // namespace perisphere::tools
