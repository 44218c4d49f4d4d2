// What the control API asks of the device as a whole.
#pragma once

#include "perisphere/control/completion.hpp"
#include "perisphere/engine/unmodelled.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace perisphere::control
{

enum class DeviceState : std::uint8_t { Starting, Running, Stopping, Failed };

struct DeviceInfo {
    std::string name;    ///< unique among the user's running devices
    std::string board;   ///< the board's name
    std::string folder;  ///< where the device keeps its state
    std::string version; ///< of Perisphere
    DeviceState state = DeviceState::Running;
    std::int64_t pid = 0; ///< the device's process
};

struct UnmodelledReport {
    std::vector<engine::UnmodelledAccess> accesses;
    std::uint64_t dropped = 0; ///< of kinds that found no place
};

class DeviceTarget
{
public:
    virtual ~DeviceTarget() = default;

    [[nodiscard]] virtual DeviceInfo info() = 0;

    [[nodiscard]] virtual UnmodelledReport unmodelled() = 0;

    /// Begins to end the device's process. The caller is answered first.
    virtual Result<> shutdown() = 0;

    /// Reboots; done when the device runs again.
    virtual void reset(Completion<> done) = 0;
};

} // namespace perisphere::control
