#include "commands/fleet/publish.hpp"

#include "command/report.hpp"
#include "perisphere/image/package.hpp"
#include "support/feed_description.hpp"
#include "support/feed_folder.hpp"
#include "support/fleet.hpp"
#include "support/package_file.hpp"
#include "support/target_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace perisphere::tools
{
namespace
{

namespace fs = std::filesystem;

/// A target with the file that it is made of.
struct NewTarget {
    feed::Target target;
    fs::path file;
};

/// The app's name as far as it can be part of a file's.
std::string plainName(std::string_view text)
{
    std::string plain;
    for (const char c : text)
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
            (c == '_' && !plain.empty()))
            plain += c;
    return plain.empty() ? "app" : plain;
}

Result<NewTarget> appTarget(const fs::path& file, const std::vector<std::string>& groups)
{
    const auto bytes = readPackageFile(file);
    if (!bytes)
        return fail(bytes.error());
    const auto package = image::readPackage(*bytes, file.string());
    if (!package)
        return fail(package.error());
    const auto* identity = package->metadata.find<image::IdentitySection>();
    if (identity == nullptr || identity->imageType != image::ImageType::Application)
        return fail(Error{.code = ErrorCode::Unsupported,
                          .message = fmt::format("\"{}\" is no app", file.string()),
                          .expected = "the image package of an application"});
    const auto* debug = package->metadata.find<image::DebugSection>();
    const std::string imageId = identity->imageId.toString();
    return NewTarget{
        .target = {.name = fmt::format("{}-{}.imagepackage",
                                       plainName(debug == nullptr ? "" : debug->name), imageId),
                   .bytes = bytes->size(),
                   .sha256 =
                       feed::sha256({reinterpret_cast<const char*>(bytes->data()), bytes->size()}),
                   .kind = feed::TargetKind::App,
                   .componentId = identity->componentId.toString(),
                   .version = imageId,
                   .groups = groups},
        .file = file};
}

Result<NewTarget> systemTarget(const std::string& text, const std::vector<std::string>& groups)
{
    const std::size_t equals = text.find('=');
    const std::string version = text.substr(0, equals);
    if (equals == std::string::npos || !isSystemVersion(version))
        return fail(Error{.code = ErrorCode::InvalidArgument,
                          .message = fmt::format("\"{}\" names no system", text),
                          .expected = "VERSION=BUNDLE with a version of 1 to 15 letters, digits, "
                                      "dots and hyphens"});
    const fs::path file = text.substr(equals + 1);
    auto facts = factsOf(file);
    if (!facts)
        return fail(facts.error().during("read the system's bundle"));
    return NewTarget{.target = {.name = fmt::format("system-{}.raucb", version),
                                .bytes = facts->bytes,
                                .sha256 = std::move(facts->sha256),
                                .kind = feed::TargetKind::System,
                                .componentId = {},
                                .version = version,
                                .groups = groups},
                     .file = file};
}

Result<std::vector<NewTarget>> readTargets(const FleetPublishOptions& options)
{
    std::vector<std::string> groups = options.groups;
    if (groups.empty())
        groups.emplace_back(feed::kEveryGroup);
    std::vector<NewTarget> targets;
    for (const fs::path& file : options.packages) {
        auto target = appTarget(file, groups);
        if (!target)
            return fail(target.error());
        targets.push_back(std::move(*target));
    }
    for (const std::string& system : options.systems) {
        auto target = systemTarget(system, groups);
        if (!target)
            return fail(target.error());
        targets.push_back(std::move(*target));
    }
    return targets;
}

Result<Fleet> publishTargets(const FleetPublishOptions& options, Services& services)
{
    const auto now = publishingTime(services);
    if (!now)
        return fail(now.error());
    auto fleet = openFleet(options.fleet);
    if (!fleet)
        return fleet;
    for (const std::string& group : options.groups)
        if (auto good = checkGroup(group); !good)
            return fail(good.error());
    const auto added = readTargets(options);
    if (!added)
        return fail(added.error());
    for (const std::string& name : options.withdrawn)
        if (auto gone = withdraw(fleet->targets.targets, name); !gone)
            return fail(gone.error());
    for (const NewTarget& one : *added) {
        if (auto copied = addTargetFile(options.feed, one.target, one.file); !copied)
            return fail(copied.error());
        place(fleet->targets.targets, one.target);
    }
    const Lifetimes lifetimes{.timestamp = std::chrono::days(options.timestampDays)};
    if (auto done = publish(*fleet, options.feed, Renewal::Targets, *now, lifetimes); !done)
        return fail(done.error());
    return fleet;
}

} // namespace

void declareFleetPublish(Command& command, FleetPublishOptions& options)
{
    command.describe("Puts the packages into FOLDER, which becomes a feed, or a newer version of "
                     "the feed that it is: plain files, for any web server. A device that reads it "
                     "meanwhile sees the old feed or the new one.");
    command.describe("A package takes the place of its app's earlier one; what else the feed has "
                     "stays. With --device-group it is for devices of those groups, which prefer "
                     "it to what is for all.");
    command.argument("FOLDER", options.feed, "the feed").directory();
    command.argument("PACKAGE", options.packages, "image package of an app")
        .optional()
        .repeatable();
    command.option("--fleet", "FLEET", options.fleet, "folder that `fleet init` has made")
        .directory()
        .required();
    command.option("--device-group", "GROUP", options.groups,
                   "only for devices whose configuration names this group");
    command.option("--system", "VERSION=BUNDLE", options.systems,
                   "a RAUC bundle, and the version that the system becomes by it");
    command.option("--withdraw", "NAME", options.withdrawn,
                   "what the feed is to have no longer: the name, component id or version that "
                   "`fleet show` tells. Devices keep what they have");
    command.option("--timestamp-days", "DAYS", options.timestampDays,
                   "for how long the feed counts unless it is renewed; 14");
    command.flag("--json", options.asJson, "print JSON");
    command.example("perisphere fleet publish www/feed blink.imagepackage --fleet our-fleet",
                    "an app for all devices");
    command.example("perisphere fleet publish www/feed blink.imagepackage --fleet our-fleet "
                    "--device-group field-test",
                    "for some first");
    command.example(
        "perisphere fleet publish www/feed --fleet our-fleet --system 26.12=board.raucb",
        "a system");
}

Result<ExitCode> runFleetPublish(const FleetPublishOptions& options, Services& services)
{
    if (options.packages.empty() && options.systems.empty() && options.withdrawn.empty())
        return reportUsage("there is nothing to publish; expected PACKAGE, --system or --withdraw",
                           services);
    const auto fleet = publishTargets(options, services);
    if (!fleet)
        return fail(fleet.error().during("publish"));
    reportFeed(options.feed, fleet->targets, fleet->timestamp, options.asJson, services);
    return ExitCode::Ok;
}

Command fleetPublishCommand(Services& services)
{
    return Command::make("publish", "Publish apps and systems", declareFleetPublish,
                         runFleetPublish, services);
}

} // namespace perisphere::tools
