#include "updates/feed_choice.hpp"

#include "perisphere/daemon/configuration.hpp"
#include "temporary_directory.hpp"
#include "updates/feed_files.hpp"

#include <catch2/catch.hpp>

#include <fstream>

using namespace perisphere;

namespace
{

feed::Target app(std::string component, std::string version, std::vector<std::string> groups)
{
    return {.name = version + ".imagepackage",
            .kind = feed::TargetKind::App,
            .componentId = std::move(component),
            .version = version,
            .groups = std::move(groups)};
}

std::vector<std::string> versionsFor(const feed::Targets& targets, std::string_view group)
{
    std::vector<std::string> versions;
    for (const feed::Target& target : daemon::targetsFor(targets, group))
        versions.push_back(target.version);
    return versions;
}

} // namespace

TEST_CASE("a device gets what is for its group, else what is for all; apps before the system")
{
    feed::Targets targets;
    targets.targets = {app("a", "a1", {"*"}), app("a", "a2", {"field-test"}),
                       app("b", "b1", {"*", "field-test"}), app("c", "c1", {"others"})};
    feed::Target system = app("", "26.12", {"*"});
    system.kind = feed::TargetKind::System;
    targets.targets.insert(targets.targets.begin(), system);
    using Versions = std::vector<std::string>;
    CHECK(versionsFor(targets, "") == Versions{"a1", "b1", "26.12"});
    CHECK(versionsFor(targets, "field-test") == Versions{"a2", "b1", "26.12"});
    CHECK(versionsFor(targets, "others") == Versions{"a1", "b1", "c1", "26.12"});
    CHECK(daemon::keyOf(system) == "system 26.12");
}

TEST_CASE("what a device has seen and what has failed is there after the next start")
{
    const test::TemporaryDirectory folder;
    const feed::TrustState state{.givenRoot = "g", .root = "r", .timestamp = 3, .clock = {}};
    {
        auto files = daemon::FeedFiles::open(folder / "updates").value();
        CHECK_FALSE(files.trust().value());
        REQUIRE(files.keepTrust(state));
        REQUIRE(files.keepFailed("image"));
        REQUIRE(files.keepFailed("system 26.12"));
        REQUIRE(files.keepInstalledSystem("26.13"));
    }
    auto files = daemon::FeedFiles::open(folder / "updates").value();
    CHECK(files.trust().value() == state);
    CHECK(files.hasFailed("image"));
    CHECK(files.installedSystem() == "26.13");
    files.forgetFailedBut({"image"});
    CHECK(files.hasFailed("image"));
    CHECK_FALSE(files.hasFailed("system 26.12"));
    std::ofstream(folder / "updates/feed.json") << "{\"root\":";
    CHECK_FALSE(files.trust());
}

TEST_CASE("the feed of a configuration is read, and without https it is none")
{
    const auto parse = [](const std::string& updates) {
        return daemon::parseConfiguration(
            R"({"board": "b", "systemRoot": "/lib", "acceptAnyPackage": true, "updates": )" +
                updates + "}",
            "p.json");
    };
    const auto parsed = parse(R"({"feed": "https://a.example/feed/", "root": "/etc/root.json",
        "deviceGroup": "field-test", "checkHours": 3, "system": "rauc", "systemMiB": 2})");
    REQUIRE(parsed.ok());
    REQUIRE(parsed.value->updates);
    CHECK(parsed.value->updates->feed == "https://a.example/feed");
    CHECK(parsed.value->updates->interval == std::chrono::hours(3));
    CHECK(parsed.value->updates->hasRauc);
    CHECK(parsed.value->updates->maxSystemBytes == 2U << 20U);
    CHECK_FALSE(parse(R"({"feed": "http://a.example/feed", "root": "/r"})").ok());
    CHECK_FALSE(parse(R"({"feed": "https://a.example/feed"})").ok());
}
