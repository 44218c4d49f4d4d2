// The one error type: a code for programs, and for people what failed, where, what was expected,
// what to do.
#pragma once

#include "perisphere/base/location.hpp"

#include <string>
#include <string_view>

namespace perisphere
{

/// What kind of failure; programs branch on this, never on the text.
enum class ErrorCode {
    InvalidArgument,  ///< the caller asked for something that has no meaning
    NotFound,         ///< a named thing does not exist
    AlreadyExists,    ///< a named thing exists and must not
    PermissionDenied, ///< the operating system or a policy refused
    Io,               ///< reading or writing failed
    Syntax,           ///< text that is not of its language (JSON, YAML ...)
    Invalid,          ///< well-formed input that breaks a rule of its format
    Unsupported,      ///< valid, but not something this program can do
    LimitExceeded,    ///< larger than a documented limit
    Corrupt,          ///< binary input that contradicts itself or is cut short
    Untrusted,        ///< a signature is missing, wrong, or by a key that is not trusted
};

/// "invalid argument", "not found", ...
[[nodiscard]] std::string_view name(ErrorCode code);

struct Error {
    ErrorCode code = ErrorCode::Invalid;
    std::string message;  ///< what is wrong, with the object in quotes; no full stop at the end
    Location where;       ///< empty when the failure has no place in an input
    std::string expected; ///< what would have been right; may be empty
    std::string advice;   ///< the next step for the user; may be empty
    std::string activity; ///< what was being done, outermost first: "pack image: read manifest"

    /// The same error, seen from a caller that was doing `what`.
    [[nodiscard]] Error during(std::string_view what) const;

    /// One line: "activity: file:line:column (pointer): message; expected ...; advice".
    [[nodiscard]] std::string toString() const;

    bool operator==(const Error&) const = default;
};

/// An Io, NotFound, AlreadyExists or PermissionDenied error from an errno value.
/// `operation` is a verb ("open"), `object` the file or thing it was applied to.
[[nodiscard]] Error systemError(int errnoValue, std::string_view operation,
                                std::string_view object);

} // namespace perisphere
