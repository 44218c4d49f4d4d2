#include "emulated_files.hpp"

#include <fmt/format.h>

namespace perisphere::device
{

Result<EmulatedFiles> makeEmulatedFiles(const App& app, const ApplicationCore& core,
                                        const HostFiles& files)
{
    auto root = DeviceRoot::create(app);
    if (!root)
        return fail(root.error());
    const auto pair = [](std::string_view name, const std::filesystem::path& host) {
        return fmt::format("{}={}", name, host.string());
    };
    const std::string image = imagePathOnDevice(app);
    EmulatedFiles made;
    made.program =
        image + "/" + std::filesystem::path(app.manifest.entryPoint).relative_path().string();
    made.options = {"--root",  (*root)->path().string(),  "--folder", image,
                    "--mount", pair(image, app.imageRoot)};
    for (const std::string& folder : libraryFoldersOf(core.systemRoot))
        made.options.insert(made.options.end(),
                            {"--mount", pair(folder, core.systemRoot / folder.substr(1))});
    for (const char* const device : {"/dev/null", "/dev/random", "/dev/urandom", "/dev/zero"})
        made.options.insert(made.options.end(), {"--mount", pair(device, device)});
    if (app.manifest.capabilities.contains(manifest::Capability::DeviceAuthentication) &&
        !files.certificates.empty())
        made.options.insert(made.options.end(),
                            {"--mount", pair(kCertificatesOnDevice, files.certificates)});
    if (files.mutableFile)
        made.options.insert(
            made.options.end(),
            {"--given-file", pair(mutablePathOnDevice(app), files.mutableFile(app.componentId))});
    made.grants = {{.path = core.emulator, .use = FileUse::Execute},
                   {.path = core.systemRoot},
                   {.path = (*root)->path()}};
    made.root = std::move(*root);
    return made;
}

} // namespace perisphere::device
