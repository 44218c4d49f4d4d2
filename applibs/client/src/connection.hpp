// The process's connection to its device.
//
// The launcher passes one end of a socket pair and names its descriptor in the environment variable
// PERISPHERE_DEVICE, which is removed before the app's main() runs: apps find their environment
// empty, as on the device. The connection is greeted at the first call that needs the device.
#pragma once

#include "perisphere/protocol/gpio_page.hpp"
#include "request.hpp"

namespace perisphere::client
{

/// A request over the connection; calls of several threads are taken one after the other.
/// `withoutDevice` is the errno to report when there is no device: one that the function called
/// documents.
[[nodiscard]] Answer callDevice(const RawRequest& request, int withoutDevice);

/// A request that has no reply.
[[nodiscard]] int postToDevice(const RawRequest& request);

/// Whether there is a device; says once on stderr when there is not.
[[nodiscard]] bool hasDevice();

/// What the device said at the greeting.
struct Greeting {
    protocol::GpioPage* gpioPage = nullptr; ///< nullptr where GPIO descriptors are the kernel's own
    int wakeDescriptor = -1;
    const char* packageRoot = ""; ///< absolute, no slash at its end
};
[[nodiscard]] const Greeting& greeting();

} // namespace perisphere::client
