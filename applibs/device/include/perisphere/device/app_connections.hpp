// Who serves the socket of a started app.
#pragma once

#include "perisphere/base/unique_fd.hpp"
#include "perisphere/device/app.hpp"

#include <memory>

namespace perisphere::device
{

/// Implemented by the service host. The application manager gives it the device's end of each app's
/// socket pair right before it starts the process.
class AppConnections
{
public:
    virtual ~AppConnections() = default;

    /// Serves `socket` for `app` until the app's end is closed, which the end of its process does
    /// at the latest. Everything that the app had open is then released.
    virtual void serve(std::shared_ptr<const App> app, UniqueFd socket) = 0;
};

} // namespace perisphere::device
