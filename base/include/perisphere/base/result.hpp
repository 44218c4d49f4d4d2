// Errors as values. Library functions that can fail return Result<T>; nothing in the libraries
// prints or throws.
#pragma once

#include "perisphere/base/error.hpp"

#include <tl/expected.hpp>

#include <utility>

namespace perisphere
{

/// A T, or the Error that prevented it.
template <class T = void>
using Result = tl::expected<T, Error>;

/// Turns an error into the failed state of any Result: `return fail(text.error().during("read
/// manifest"));`
[[nodiscard]] inline tl::unexpected<Error> fail(Error error)
{
    return tl::unexpected<Error>(std::move(error));
}

[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, std::string message)
{
    return fail(Error{.code = code, .message = std::move(message)});
}

} // namespace perisphere
