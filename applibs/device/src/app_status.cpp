#include "perisphere/device/app_status.hpp"

namespace perisphere::device
{

std::string_view name(AppState state)
{
    switch (state) {
    case AppState::Stopped:
        return "stopped";
    case AppState::Starting:
        return "starting";
    case AppState::Running:
        return "running";
    case AppState::Stopping:
        return "stopping";
    case AppState::BackingOff:
        return "backing off";
    case AppState::Debugging:
        return "debugging";
    }
    return "unknown";
}

} // namespace perisphere::device
