#pragma once

#include <functional>

namespace perisphere::test
{

/// Tells the server that there is something to look at.
using Wake = std::function<void()>;

} // namespace perisphere::test
