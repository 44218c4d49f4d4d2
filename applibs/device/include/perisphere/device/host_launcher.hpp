// Host mode: an app that was built for this machine runs as a plain process of it.
//
// No sandbox: the app has its user's rights. The device's services still hold it to its manifest.
// argv[0] is the entry point as the manifest writes it, argv[1...] the CmdArgs; the environment is
// PERISPHERE_DEVICE and what StartOptions adds; the working directory is the image's root. Its
// descriptors are the standard ones (input is empty), the device's socket, and the file that
// libapplibs leaves a crash report in.
#pragma once

#include "perisphere/device/app_launcher.hpp"

namespace perisphere::device
{

class HostLauncher final : public AppLauncher
{
public:
    [[nodiscard]] std::string packageRoot(const App& app) const override;

    /// Unsupported, naming the machine, when the program is built for another one.
    [[nodiscard]] Result<std::unique_ptr<AppProcess>>
    start(const App& app, const StartOptions& options, AppDescriptors descriptors) override;
};

} // namespace perisphere::device
