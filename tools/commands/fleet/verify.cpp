#include "commands/fleet/verify.hpp"

#include "command/report.hpp"
#include "perisphere/base/file.hpp"
#include "perisphere/feed/verifier.hpp"
#include "support/feed_folder.hpp"

#include <fmt/format.h>

namespace perisphere::tools
{
namespace
{

namespace fs = std::filesystem;

Result<> verifyMetadata(feed::Verifier& verifier, const fs::path& folder)
{
    while (const auto wanted = verifier.wanted()) {
        const auto file = readTextFile(folder / wanted->file, wanted->maxBytes);
        if (!file && file.error().code != ErrorCode::NotFound)
            return fail(file.error());
        if (auto taken = file ? verifier.take(*file) : verifier.takeMissing(); !taken)
            return taken;
    }
    return {};
}

Result<> verifyTargets(const feed::Targets& targets, const fs::path& folder)
{
    for (const feed::Target& target : targets.targets) {
        const fs::path file = folder / feed::filePath(target);
        const auto facts = factsOf(file);
        if (!facts)
            return fail(facts.error());
        if (facts->bytes != target.bytes || facts->sha256 != target.sha256)
            return fail(Error{
                .code = ErrorCode::Untrusted,
                .message = "the file is another than was announced",
                .where = {.file = file.string()},
                .expected = fmt::format("{} bytes with SHA-256 {}", target.bytes, target.sha256)});
    }
    return {};
}

Result<std::size_t> verify(const FleetVerifyOptions& options, feed::Time now)
{
    auto root = readTextFile(options.root, maxBytes(feed::Role::Root));
    if (!root)
        return fail(root.error());
    auto verifier = feed::Verifier::start(std::move(*root), std::nullopt, now);
    if (!verifier)
        return fail(verifier.error());
    if (auto good = verifyMetadata(*verifier, options.feed); !good)
        return fail(good.error());
    if (auto good = verifyTargets(verifier->targets(), options.feed); !good)
        return fail(good.error());
    return verifier->targets().targets.size();
}

} // namespace

void declareFleetVerify(Command& command, FleetVerifyOptions& options)
{
    command.describe("Does what a device does that has the root and has seen nothing yet, and "
                     "looks at all files that the feed has for devices. Ends with 1 when a device "
                     "would refuse something.");
    command.argument("FOLDER", options.feed, "the feed").directory();
    command.option("--root", "FILE", options.root, "root that devices were given").required();
    command.flag("--json", options.asJson, "print JSON");
    command.example("perisphere fleet verify www/feed --root our-fleet/1.root.json",
                    "will devices take it?");
}

Result<ExitCode> runFleetVerify(const FleetVerifyOptions& options, Services& services)
{
    const auto now = publishingTime(services);
    if (!now)
        return fail(now.error());
    const auto verified = verify(options, *now);
    if (options.asJson) {
        json::Value verdict = {{"folder", options.feed.string()}, {"trusted", bool(verified)}};
        if (verified)
            verdict["targets"] = *verified;
        else
            verdict["reason"] = verified.error().toString();
        printJson(verdict, services);
    } else if (verified) {
        services.out << fmt::format("{}: a device takes it; {} targets\n", options.feed.string(),
                                    *verified);
    } else {
        printError(verified.error(), services);
    }
    return verified ? ExitCode::Ok : ExitCode::Failed;
}

Command fleetVerifyCommand(Services& services)
{
    return Command::make("verify", "Verify a feed as a device does", declareFleetVerify,
                         runFleetVerify, services);
}

} // namespace perisphere::tools
