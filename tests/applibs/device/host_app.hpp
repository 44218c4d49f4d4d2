// An app of this machine, run to its end by a HostLauncher without a device.
#pragma once

#include "perisphere/device/host_launcher.hpp"
#include "perisphere/manifest/manifest.hpp"

#include "descriptors.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <filesystem>
#include <string>
#include <unistd.h>
#include <utility>

namespace perisphere::test
{

/// The program as /bin/app of an image in the folder.
inline device::App hostApp(const std::filesystem::path& folder,
                           const std::filesystem::path& program, const std::string& manifestText)
{
    std::filesystem::create_directory(folder / "bin");
    std::filesystem::copy_file(program, folder / "bin/app",
                               std::filesystem::copy_options::overwrite_existing);
    auto parsed = manifest::parse(manifestText, "app_manifest.json");
    REQUIRE(parsed.value.has_value());
    device::App app;
    app.manifest = std::move(*parsed.value);
    app.componentId = app.manifest.componentId;
    app.name = app.manifest.name;
    app.imageRoot = folder;
    return app;
}

/// What it prints. Its supervisor is gone afterwards.
inline std::string outputOf(device::HostLauncher& launcher, const device::App& app)
{
    auto [device, appsEnd] = makeSocketPair();
    auto [output, writeEnd] = makePipe();
    auto [error, errorWriteEnd] = makePipe();
    const auto process = launcher.start(
        app, {}, {std::move(appsEnd), std::move(writeEnd), std::move(errorWriteEnd)});
    if (!process)
        FAIL(process.error().toString());
    std::string text;
    std::array<char, 1024> bytes{};
    for (ssize_t size = 0; (size = ::read(output.get(), bytes.data(), bytes.size())) > 0;)
        text.append(bytes.data(), static_cast<std::size_t>(size));
    return text;
}

} // namespace perisphere::test
