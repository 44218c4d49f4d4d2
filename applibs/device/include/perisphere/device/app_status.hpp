// What an installed app is doing, and the news about it.
#pragma once

#include "perisphere/device/app_process.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace perisphere::device
{

enum class AppState : std::uint8_t {
    Stopped,    ///< by hand, after debugging, or because it could not be started
    Starting,   ///< its process is being made
    Running,    ///< restarted whenever it ends
    Stopping,   ///< asked to end; killed when it takes too long
    BackingOff, ///< ended again and again; waits for its next start
    Debugging,  ///< like Running, but stays stopped when it ends
};

[[nodiscard]] std::string_view name(AppState state); ///< "stopped", "backing off" ...

struct AppStatus {
    std::string componentId;
    std::string imageId;
    std::string name;
    AppState state = AppState::Stopped;
    std::optional<ProcessExit> lastExit; ///< since it was installed or the device started
    unsigned restarts = 0;               ///< by itself, since it was last started by hand
    ::pid_t processId = 0;               ///< on the host; 0: none
    bool operator==(const AppStatus&) const = default;
};

struct AppEvent {
    enum class Kind : std::uint8_t { Installed, Replaced, Removed, StateChanged };
    Kind kind = Kind::StateChanged;
    AppStatus app; ///< as of the event; a later one may be under way
    bool operator==(const AppEvent&) const = default;
};

/// Told of every change, in order. It may call the manager, whose news then come after this one,
/// but not destroy it.
class AppObserver
{
public:
    virtual ~AppObserver() = default;
    virtual void onAppEvent(const AppEvent& event) = 0;
};

} // namespace perisphere::device
