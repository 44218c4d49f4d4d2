// Functions that the library exports and no device serves yet: they fail with a documented errno
// and are named once in the app's log. A function leaves this when it gets its request.
#pragma once

namespace perisphere::client
{

/// Names the function in the log, the first time.
void reportPending(const char* function);

/// reportPending(), errno, -1.
[[nodiscard]] int failPending(const char* function, int error);

/// For functions that return a pointer.
[[nodiscard]] decltype(nullptr) failPendingWithNull(const char* function, int error);

} // namespace perisphere::client
