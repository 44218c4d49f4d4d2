#include "commands/fleet/rotate.hpp"

#include "command/report.hpp"
#include "support/fleet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace perisphere::tools
{
namespace
{

namespace fs = std::filesystem;
using feed::Role;

/// As many new keys for the role as it has; gives them.
Result<std::vector<feed::PrivateKey>> replaceKeys(const fs::path& folder, feed::Root& root,
                                                  Role role)
{
    feed::RoleKeys& keys = root.of(role);
    const std::size_t count = keys.keyIds.size();
    keys.keyIds.clear();
    std::vector<feed::PrivateKey> made;
    for (std::size_t i = 0; i < count; ++i) {
        auto key = makeKey(folder, role);
        if (!key)
            return fail(key.error());
        root.keys.emplace(key->publicKey().id(), key->publicKey());
        keys.keyIds.push_back(key->publicKey().id());
        made.push_back(std::move(*key));
    }
    // A key that no role has any more is not told to devices.
    std::erase_if(root.keys, [&](const auto& key) {
        return std::ranges::none_of(feed::kRoles, [&](Role one) {
            const auto& ids = root.of(one).keyIds;
            return std::ranges::find(ids, key.first) != ids.end();
        });
    });
    return made;
}

Result<feed::Root> rotate(const FleetRotateOptions& options, Role role, Services& services)
{
    const auto now = publishingTime(services);
    if (!now)
        return fail(now.error());
    auto fleet = openFleet(options.fleet);
    if (!fleet)
        return fail(fleet.error());
    auto offline = options.offline;
    if (offline.empty())
        offline.push_back(options.fleet / kOfflineFolder);
    const auto oldKeys = loadKeys(offline, fleet->root, Role::Root);
    if (!oldKeys)
        return fail(oldKeys.error());
    feed::Root root = fleet->root;
    root.header = {.version = root.header.version + 1,
                   .issued = *now,
                   .expires = *now + std::chrono::days(options.rootDays)};
    const auto made = replaceKeys(role == Role::Root ? offline.front() : options.fleet, root, role);
    if (!made)
        return fail(made.error());
    auto signers = pointersTo(*oldKeys);
    if (role == Role::Root)
        for (const feed::PrivateKey& key : *made)
            signers.push_back(&key);
    if (auto added = addRoot(options.fleet, root, signers); !added)
        return fail(added.error());
    return root;
}

} // namespace

void declareFleetRotate(Command& command, FleetRotateOptions& options)
{
    command.describe("Makes new keys for a role and the next root, in which they are in the place "
                     "of the old ones. Devices follow from root to root: each is signed by the "
                     "keys of the one before. The next publish or renew puts it into the feed; the "
                     "old keys count for nothing then.");
    command.argument("FLEET", options.fleet, "folder that `fleet init` has made").directory();
    command.option("--role", "ROLE", options.role, "whose keys: root, targets, snapshot, timestamp")
        .required();
    command
        .option("--offline", "DIR", options.offline,
                "where keys of the root are; FLEET/offline unless given")
        .directory();
    command.option("--root-days", "DAYS", options.rootDays,
                   "for how long the new root counts; 1095");
    command.flag("--json", options.asJson, "print JSON");
    command.example("perisphere fleet rotate our-fleet --role timestamp --offline /media/usb",
                    "the server's key may have been copied");
}

Result<ExitCode> runFleetRotate(const FleetRotateOptions& options, Services& services)
{
    const auto role =
        std::ranges::find(feed::kRoles, options.role, [](Role one) { return name(one); });
    if (role == feed::kRoles.end())
        return reportUsage(fmt::format("\"{}\" is no role; expected root, targets, snapshot or "
                                       "timestamp",
                                       options.role),
                           services);
    const auto root = rotate(options, *role, services);
    if (!root)
        return fail(root.error().during("replace keys"));
    const std::string file =
        (options.fleet / feed::fileName(Role::Root, root->header.version)).string();
    if (options.asJson)
        printJson({{"root", file},
                   {"version", root->header.version},
                   {"expires", feed::toText(root->header.expires)}},
                  services);
    else
        services.out << fmt::format("{}: new keys for {}; renew the feed to have them count\n",
                                    file, options.role);
    return ExitCode::Ok;
}

Command fleetRotateCommand(Services& services)
{
    return Command::make("rotate", "Replace the keys of a role", declareFleetRotate, runFleetRotate,
                         services);
}

} // namespace perisphere::tools
