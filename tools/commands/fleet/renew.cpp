#include "commands/fleet/renew.hpp"

#include "command/report.hpp"
#include "support/feed_description.hpp"
#include "support/feed_folder.hpp"
#include "support/fleet.hpp"

#include <fmt/format.h>

namespace perisphere::tools
{
namespace
{

using feed::Role;

/// Metadata that expires within this time is signed anew, so that nobody has to think of it.
constexpr std::chrono::days kSoon{30};

Renewal renewalOf(const Fleet& fleet, bool all, feed::Time now)
{
    const auto isDue = [&](Role role, const feed::Header& header) {
        return all || fleet.toSignAnew.contains(role) || header.expires < now + kSoon;
    };
    if (isDue(Role::Targets, fleet.targets.header))
        return Renewal::Targets;
    return isDue(Role::Snapshot, fleet.snapshot.header) ? Renewal::Snapshot : Renewal::Timestamp;
}

Result<Fleet> renew(const FleetRenewOptions& options, Services& services)
{
    const auto now = publishingTime(services);
    if (!now)
        return fail(now.error());
    auto fleet = openFleet(options.fleet);
    if (!fleet)
        return fleet;
    if (fleet->timestamp.header.version == 0)
        return fail(Error{.code = ErrorCode::NotFound,
                          .message = "nothing has been published yet",
                          .advice = "begin with: perisphere fleet publish"});
    const Lifetimes lifetimes{.timestamp = std::chrono::days(options.timestampDays)};
    const Renewal renewal = renewalOf(*fleet, options.all, *now);
    if (auto done = publish(*fleet, options.feed, renewal, *now, lifetimes); !done)
        return fail(done.error());
    return fleet;
}

} // namespace

void declareFleetRenew(Command& command, FleetRenewOptions& options)
{
    command.describe("Signs the timestamp anew, so that devices go on believing the feed: have it "
                     "done once a week, by cron or a timer. It needs the timestamp's key alone, "
                     "unless the rest expires within 30 days or has other keys since.");
    command.argument("FOLDER", options.feed, "the feed").directory();
    command.option("--fleet", "FLEET", options.fleet, "folder that `fleet init` has made")
        .directory()
        .required();
    command.flag("--all", options.all, "sign everything anew");
    command.option("--timestamp-days", "DAYS", options.timestampDays,
                   "for how long the feed counts unless it is renewed again; 14");
    command.flag("--json", options.asJson, "print JSON");
    command.example("perisphere fleet renew www/feed --fleet our-fleet", "once a week");
}

Result<ExitCode> runFleetRenew(const FleetRenewOptions& options, Services& services)
{
    const auto fleet = renew(options, services);
    if (!fleet)
        return fail(fleet.error().during("renew the feed"));
    reportFeed(options.feed, fleet->targets, fleet->timestamp, options.asJson, services);
    return ExitCode::Ok;
}

Command fleetRenewCommand(Services& services)
{
    return Command::make("renew", "Have a feed count for some more time", declareFleetRenew,
                         runFleetRenew, services);
}

} // namespace perisphere::tools
