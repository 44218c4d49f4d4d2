// Answers that come later.
#pragma once

#include "perisphere/base/result.hpp"

#include <functional>

namespace perisphere::control
{

/// Called once, on the loop's thread, at once or later. It may be called after the client has gone;
/// then it does nothing.
template <class T = void>
using Completion = std::function<void(Result<T>)>;

} // namespace perisphere::control
