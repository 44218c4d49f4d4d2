// A feed that a test publishes on the server of a device with a feed.
#pragma once

#include "device_with_feed.hpp"
#include "feed_builder.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace perisphere::test
{

inline feed::Time now()
{
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

inline Bytes packageOf(const std::string& argument, const image::SigningKey& key = signingKey())
{
    constexpr std::uint64_t kMaxProgramBytes = 16 * 1024 * 1024;
    const auto program = readBinaryFile(FEED_APP, kMaxProgramBytes).value();
    return pack(
        {.capabilities = R"("SystemEventNotifications": true, "SoftwareUpdateDeferral": true)",
         .arguments = fmt::format(R"("{}")", argument),
         .program = std::string(reinterpret_cast<const char*>(program.data()), program.size())},
        key);
}

inline std::string_view textOf(const Bytes& bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

inline feed::Target targetOf(const Bytes& package, std::vector<std::string> groups = {"*"})
{
    const auto read = image::readPackage(package, "x").value();
    const auto* const identity = read.metadata.find<image::IdentitySection>();
    return {.name = identity->imageId.toString() + ".imagepackage",
            .bytes = package.size(),
            .sha256 = feed::sha256(textOf(package)),
            .kind = feed::TargetKind::App,
            .componentId = identity->componentId.toString(),
            .version = identity->imageId.toString(),
            .groups = std::move(groups)};
}

/// A feed of packages on the device's server.
struct Publisher {
    FeedBuilder builder{now()};

    Publisher() { builder.targets.targets.clear(); }
    void add(const DeviceWithFeed& device, const Bytes& package,
             std::vector<std::string> groups = {"*"})
    {
        builder.targets.targets.push_back(targetOf(package, std::move(groups)));
        device.writeToFeed(filePath(builder.targets.targets.back()), textOf(package));
    }
    /// A bundle of RAUC's.
    void addSystem(const DeviceWithFeed& device, std::string version, const Bytes& bundle)
    {
        builder.targets.targets.push_back({.name = "system.raucb",
                                           .bytes = bundle.size(),
                                           .sha256 = feed::sha256(textOf(bundle)),
                                           .kind = feed::TargetKind::System,
                                           .componentId = {},
                                           .version = std::move(version),
                                           .groups = {"*"}});
        device.writeToFeed(filePath(builder.targets.targets.back()), textOf(bundle));
    }
    void publish(const DeviceWithFeed& device)
    {
        for (const auto& [name, content] : builder.files())
            device.writeToFeed(name, content);
        device.setRoot(builder.rootFile());
    }
    /// As the next version of the feed, with this package alone.
    void publishInstead(const DeviceWithFeed& device, const Bytes& package)
    {
        builder.targets.targets.clear();
        add(device, package);
        next();
        publish(device);
    }
    void next()
    {
        for (feed::Header* header :
             {&builder.timestamp.header, &builder.snapshot.header, &builder.targets.header})
            ++header->version;
    }
};

} // namespace perisphere::test
