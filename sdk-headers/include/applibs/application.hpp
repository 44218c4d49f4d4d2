// What the app is to others: applibs/application.h, which documents the calls.
#pragma once

#include <applibs/application.h>
#include <applibs/descriptor.hpp>

namespace applibs::application
{

/// A connection to a partner app on a real-time core. One write is one message, one read gives one.
class Connection : public StreamDescriptor
{
public:
    using StreamDescriptor::StreamDescriptor;

    static Result<Connection> connect(const char* componentId)
    {
        return detail::opened<Connection>(Application_Connect(componentId), "Application_Connect");
    }
};

inline Result<bool> isDeviceAuthReady()
{
    bool ready = false;
    if (Application_IsDeviceAuthReady(&ready) != 0)
        return detail::lastError("Application_IsDeviceAuthReady");
    return ready;
}

} // namespace applibs::application
