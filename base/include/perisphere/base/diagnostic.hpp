// Findings of a validator. A validator reports all it finds; it does not stop at the first.
#pragma once

#include "perisphere/base/error.hpp"
#include "perisphere/base/location.hpp"
#include "perisphere/base/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace perisphere
{

enum class Severity {
    Note,    ///< worth knowing; nothing is wrong
    Warning, ///< legal, but likely a mistake
    Error,   ///< the input cannot be used
};

[[nodiscard]] std::string_view name(Severity severity); ///< "note", "warning", "error"

struct Diagnostic {
    Severity severity = Severity::Error;
    std::string
        rule; ///< stable kebab-case id of the rule, e.g. "duplicate-entry"; documented per format
    Location where;
    std::string message;  ///< what is wrong, with the object in quotes; no full stop at the end
    std::string expected; ///< what would have been right; may be empty
    std::string advice;   ///< the next step; may be empty

    /// "file:line:column: error: message; expected ...; advice (pointer) [rule]"
    [[nodiscard]] std::string toString() const;
};

using Diagnostics = std::vector<Diagnostic>;

[[nodiscard]] bool hasErrors(const Diagnostics& diagnostics);

/// The first Severity::Error as an Error (code Invalid); asks that there is one.
[[nodiscard]] Error firstError(const Diagnostics& diagnostics);

/// The finding that a failed operation amounts to, under the given rule.
[[nodiscard]] Diagnostic toDiagnostic(const Error& error, std::string_view rule);

/// What a checking parser gives: the value, if it could be made out, and everything found on the
/// way. A value may stand beside errors (for editors); use ok() or toResult() before acting on it.
template <class T>
struct Checked {
    std::optional<T> value;
    Diagnostics diagnostics;

    [[nodiscard]] bool ok() const { return value.has_value() && !hasErrors(diagnostics); }

    /// The value if there were no errors, else the first error. Warnings are dropped.
    [[nodiscard]] Result<T> toResult() &&
    {
        if (hasErrors(diagnostics))
            return fail(firstError(diagnostics));
        return std::move(value).value();
    }
};

} // namespace perisphere
