#include "commands/fleet/show.hpp"

#include "perisphere/base/file.hpp"
#include "support/feed_description.hpp"

namespace perisphere::tools
{
namespace
{

using feed::Role;

/// Reads a file of the feed as it is: nothing is verified.
template <class T>
Result<T> readMetadata(const std::filesystem::path& file, Role role,
                       Checked<T> (*parse)(const feed::Envelope&, std::string_view))
{
    const auto text = readTextFile(file, maxBytes(role));
    if (!text)
        return fail(text.error());
    const auto envelope = feed::readEnvelope(*text, file.string());
    if (!envelope)
        return fail(envelope.error());
    return parse(*envelope, file.string()).toResult();
}

} // namespace

void declareFleetShow(Command& command, FleetShowOptions& options)
{
    command.describe("Nothing is verified: see \"perisphere fleet verify\".");
    command.argument("FOLDER", options.feed, "the feed").directory();
    command.flag("--json", options.asJson, "print JSON");
    command.example("perisphere fleet show www/feed", "what devices will install");
}

Result<ExitCode> runFleetShow(const FleetShowOptions& options, Services& services)
{
    constexpr std::string_view kActivity = "show the feed";
    const auto file = [&](Role role, std::uint64_t version) {
        return options.feed / feed::fileName(role, version);
    };
    const auto timestamp =
        readMetadata(file(Role::Timestamp, 0), Role::Timestamp, feed::parseTimestamp);
    if (!timestamp)
        return fail(timestamp.error().during(kActivity));
    const auto snapshot = readMetadata(file(Role::Snapshot, timestamp->snapshot.version),
                                       Role::Snapshot, feed::parseSnapshot);
    if (!snapshot)
        return fail(snapshot.error().during(kActivity));
    const auto targets = readMetadata(file(Role::Targets, snapshot->targets.version), Role::Targets,
                                      feed::parseTargets);
    if (!targets)
        return fail(targets.error().during(kActivity));
    reportFeed(options.feed, *targets, *timestamp, options.asJson, services);
    return ExitCode::Ok;
}

Command fleetShowCommand(Services& services)
{
    return Command::make("show", "Show what a feed has for devices", declareFleetShow, runFleetShow,
                         services);
}

} // namespace perisphere::tools
