// The files of an app on the emulated core: as on the device, with no name of the host's.
#pragma once

#include "device_root.hpp"
#include "file_rules.hpp"
#include "perisphere/device/host_launcher.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace perisphere::device
{

struct EmulatedFiles {
    std::unique_ptr<DeviceRoot> root; ///< for as long as the app runs
    std::vector<std::string> options; ///< of the emulator
    std::string program;              ///< as the app sees it
    std::vector<FileGrant> grants;    ///< besides those that every app has
};

[[nodiscard]] Result<EmulatedFiles> makeEmulatedFiles(const App& app, const ApplicationCore& core,
                                                      const HostFiles& files);

} // namespace perisphere::device
