#include "commands/fleet/init.hpp"

#include "command/report.hpp"
#include "perisphere/base/folder.hpp"
#include "support/fleet.hpp"

#include <fmt/format.h>

#include <chrono>
#include <utility>

namespace perisphere::tools
{
namespace
{

namespace fs = std::filesystem;
using feed::Role;

/// How many keys a role has, how many sign, and where they are made.
struct RolePlan {
    Role role;
    std::uint32_t keys;
    std::uint32_t threshold;
    fs::path folder;
};

std::vector<RolePlan> planOf(const FleetInitOptions& options)
{
    return {{.role = Role::Root,
             .keys = options.rootKeys,
             .threshold = options.rootThreshold.value_or(options.rootKeys),
             .folder = options.fleet / kOfflineFolder},
            {.role = Role::Targets,
             .keys = options.targetsKeys,
             .threshold = options.targetsThreshold.value_or(options.targetsKeys),
             .folder = options.fleet},
            {.role = Role::Snapshot, .keys = 1, .threshold = 1, .folder = options.fleet},
            {.role = Role::Timestamp, .keys = 1, .threshold = 1, .folder = options.fleet}};
}

Result<> checkPlan(const RolePlan& plan)
{
    if (plan.threshold >= 1 && plan.threshold <= plan.keys && plan.keys <= feed::kMaxSignatures)
        return {};
    return fail(Error{.code = ErrorCode::InvalidArgument,
                      .message = fmt::format("{} of {} keys cannot sign for {}", plan.threshold,
                                             plan.keys, name(plan.role)),
                      .expected = fmt::format("1 to {} keys, and a threshold of 1 to as many",
                                              feed::kMaxSignatures)});
}

/// Makes the keys of all roles; gives those of root, which sign.
Result<std::vector<feed::PrivateKey>> makeKeys(const std::vector<RolePlan>& plans, feed::Root& root)
{
    std::vector<feed::PrivateKey> rootKeys;
    for (const RolePlan& plan : plans) {
        root.of(plan.role).threshold = plan.threshold;
        for (std::uint32_t i = 0; i < plan.keys; ++i) {
            auto key = makeKey(plan.folder, plan.role);
            if (!key)
                return fail(key.error());
            root.keys.emplace(key->publicKey().id(), key->publicKey());
            root.of(plan.role).keyIds.push_back(key->publicKey().id());
            if (plan.role == Role::Root)
                rootKeys.push_back(std::move(*key));
        }
    }
    return rootKeys;
}

Result<fs::path> initialise(const FleetInitOptions& options, Services& services)
{
    const auto now = publishingTime(services);
    if (!now)
        return fail(now.error());
    const auto plans = planOf(options);
    for (const RolePlan& plan : plans)
        if (auto good = checkPlan(plan); !good)
            return fail(good.error());
    fs::path file = options.fleet / feed::fileName(Role::Root, 1);
    if (std::error_code ignored; fs::exists(file, ignored))
        return fail(
            Error{.code = ErrorCode::AlreadyExists,
                  .message = fmt::format("\"{}\" has a root already", options.fleet.string()),
                  .expected = "a new folder",
                  .advice = "other keys: perisphere fleet rotate"});
    for (const fs::path& folder : {options.fleet, options.fleet / kOfflineFolder})
        if (auto made = makeOwnFolder(folder); !made)
            return fail(made.error());
    feed::Root root;
    root.header = {
        .version = 1, .issued = *now, .expires = *now + std::chrono::days(options.rootDays)};
    const auto keys = makeKeys(plans, root);
    if (!keys)
        return fail(keys.error());
    if (auto added = addRoot(options.fleet, root, pointersTo(*keys)); !added)
        return fail(added.error());
    return file;
}

} // namespace

void declareFleetInit(Command& command, FleetInitOptions& options)
{
    command.describe("FLEET becomes a private folder with the keys that a feed is signed with and "
                     "with the root, 1.root.json, which devices are given: it says whose "
                     "signatures count.");
    command.describe("The root's keys are in FLEET/offline. They are needed to replace other keys "
                     "alone, so move that folder to where nobody gets at it over a network.");
    command.argument("FLEET", options.fleet, "folder to make").directory();
    command.option("--root-keys", "N", options.rootKeys, "keys for the root; 1");
    command.option("--root-threshold", "N", options.rootThreshold,
                   "how many of them have to sign; all");
    command.option("--targets-keys", "N", options.targetsKeys, "keys for what is published; 1");
    command.option("--targets-threshold", "N", options.targetsThreshold,
                   "how many of them have to sign; all");
    command.option("--root-days", "DAYS", options.rootDays, "for how long the root counts; 1095");
    command.flag("--json", options.asJson, "print JSON");
    command.example("perisphere fleet init our-fleet", "one key for each role");
    command.example("perisphere fleet init our-fleet --root-keys 3 --root-threshold 2",
                    "one of the root's three keys may get lost");
}

Result<ExitCode> runFleetInit(const FleetInitOptions& options, Services& services)
{
    const auto root = initialise(options, services);
    if (!root)
        return fail(root.error().during("start a fleet"));
    if (options.asJson)
        printJson({{"fleet", options.fleet.string()},
                   {"root", root->string()},
                   {"offlineKeys", (options.fleet / kOfflineFolder).string()}},
                  services);
    else
        services.out << fmt::format("{}: give this to devices, as the root of their feed\n"
                                    "{}: move this to where it is safe\n",
                                    root->string(), (options.fleet / kOfflineFolder).string());
    return ExitCode::Ok;
}

Command fleetInitCommand(Services& services)
{
    return Command::make("init", "Make the keys and the first root of a feed", declareFleetInit,
                         runFleetInit, services);
}

} // namespace perisphere::tools
