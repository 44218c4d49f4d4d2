#include "commands/perisphere.hpp"
#include "perisphere/base/file.hpp"
#include "perisphere/feed/metadata.hpp"
#include "perisphere/image/package.hpp"
#include "perisphere/json/document.hpp"
#include "support/target_list.hpp"
#include "test_services.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <sys/stat.h>

namespace perisphere::fleet_test
{

using namespace perisphere::tools;
using Catch::Contains;
using Json = json::Value;
namespace fs = std::filesystem;

namespace
{

constexpr std::uint64_t kStart = 1'796'000'000; // 2026-11-29
constexpr std::uint64_t kDay = 24 * 3600;

/// A fleet and its feed, and the commands on them.
struct Publisher {
    test::TestServices test;

    Publisher()
    {
        setDay(0);
        REQUIRE(run({"fleet", "init", test.path("fleet")}) == ExitCode::Ok);
    }
    void setDay(std::uint64_t day)
    {
        test.variables["SOURCE_DATE_EPOCH"] = std::to_string(kStart + day * kDay);
    }
    ExitCode run(const std::vector<std::string>& words)
    {
        return test.run(perisphereCommand, words);
    }
    ExitCode publish(std::vector<std::string> words)
    {
        words.insert(words.begin(),
                     {"fleet", "publish", test.path("feed"), "--fleet", test.path("fleet")});
        return run(words);
    }
    ExitCode renew(std::vector<std::string> words = {})
    {
        words.insert(words.begin(),
                     {"fleet", "renew", test.path("feed"), "--fleet", test.path("fleet")});
        return run(words);
    }
    ExitCode verify(const std::string& root = "fleet/1.root.json")
    {
        return run({"fleet", "verify", test.path("feed"), "--root", test.path(root)});
    }
    Json show()
    {
        REQUIRE(run({"fleet", "show", test.path("feed"), "--json"}) == ExitCode::Ok);
        return Json::parse(test.out.str());
    }
    /// The package of an app whose identity ends in the digit.
    std::string package(char app, const std::string& content)
    {
        const auto key = image::SigningKey::generate("x").value();
        const DirectoryTree tree = {{.path = "app_manifest.json",
                                     .content = {std::as_bytes(std::span(content)).begin(),
                                                 std::as_bytes(std::span(content)).end()}}};
        const auto id = std::string("1689d8b2-c835-2e27-27ad-e894d6d15fa") + app;
        const auto bytes = image::pack(tree,
                                       {.componentId = image::Guid::parse(id).value(),
                                        .imageId = std::nullopt,
                                        .name = std::string("App") + app,
                                        .applicationRuntimeVersion = std::nullopt},
                                       key)
                               .value();
        return test.write(content + app + ".imagepackage",
                          {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    }
};

std::vector<std::string> groupsOf(const Json& feed, std::size_t target)
{
    return feed["targets"][target]["groups"].get<std::vector<std::string>>();
}

} // namespace

TEST_CASE("a fleet's keys are its owner's alone, and the root's lie apart")
{
    Publisher publisher;
    for (const char* const file : {"fleet/targets-1.key.pem", "fleet/snapshot-1.key.pem",
                                   "fleet/timestamp-1.key.pem", "fleet/offline/root-1.key.pem"}) {
        struct ::stat status {
        };
        REQUIRE(::stat(publisher.test.path(file).c_str(), &status) == 0);
        CHECK((status.st_mode & 0777U) == 0600);
    }
    CHECK(publisher.run({"fleet", "init", publisher.test.path("fleet")}) == ExitCode::Failed);
    CHECK_THAT(publisher.test.err.str(), Contains("has a root already"));
}

TEST_CASE("what is published is what a device takes")
{
    Publisher publisher;
    REQUIRE(publisher.publish({publisher.package('1', "one"), publisher.package('2', "two"),
                               "--system", "26.12=" + publisher.test.write("b.raucb", "bundle")}) ==
            ExitCode::Ok);
    CHECK(publisher.verify() == ExitCode::Ok);
    const Json feed = publisher.show();
    REQUIRE(feed["targets"].size() == 3);
    CHECK(feed["targets"][0]["componentId"] == "1689d8b2-c835-2e27-27ad-e894d6d15fa1");
    CHECK(feed["targets"][2]["version"] == "26.12");
    CHECK(publisher.test.read("feed/targets/" + feed["targets"][2]["sha256"].get<std::string>() +
                              ".system-26.12.raucb") == "bundle");
}

TEST_CASE("a package takes its app's place, and another group's stays")
{
    Publisher publisher;
    REQUIRE(publisher.publish({publisher.package('1', "one")}) == ExitCode::Ok);
    REQUIRE(publisher.publish({publisher.package('1', "two"), "--device-group", "field-test"}) ==
            ExitCode::Ok);
    Json feed = publisher.show();
    REQUIRE(feed["targets"].size() == 2);
    CHECK(feed["version"] == 2);
    // For all then: the group keeps its own entry, of the same image.
    REQUIRE(publisher.publish({publisher.package('1', "three")}) == ExitCode::Ok);
    feed = publisher.show();
    REQUIRE(feed["targets"].size() == 2);
    REQUIRE(publisher.publish({publisher.package('1', "four"), "--device-group", "field-test"}) ==
            ExitCode::Ok);
    feed = publisher.show();
    REQUIRE(feed["targets"].size() == 2);
    const bool isFirst = groupsOf(feed, 0)[0] == "*";
    CHECK(groupsOf(feed, isFirst ? 1 : 0) == std::vector<std::string>{"field-test"});
    REQUIRE(publisher.publish({"--withdraw", "1689d8b2-c835-2e27-27ad-e894d6d15fa1"}) ==
            ExitCode::Ok);
    CHECK(publisher.show()["targets"].empty());
    CHECK(publisher.verify() == ExitCode::Ok);
    CHECK(publisher.publish({"--withdraw", "nothing"}) == ExitCode::Failed);
}

TEST_CASE("an image that is for a group becomes one for all besides")
{
    std::vector<feed::Target> targets;
    const feed::Target image{
        .name = "a", .sha256 = "1", .componentId = "c", .version = "1", .groups = {"field-test"}};
    place(targets, image);
    feed::Target forAll = image;
    forAll.groups = {"*"};
    place(targets, forAll);
    REQUIRE(targets.size() == 1);
    CHECK(targets[0].groups == std::vector<std::string>{"*", "field-test"});
}

TEST_CASE("a feed that nobody renews expires, and renewed counts again")
{
    Publisher publisher;
    REQUIRE(publisher.publish({publisher.package('1', "one")}) == ExitCode::Ok);
    publisher.setDay(14);
    CHECK(publisher.verify() == ExitCode::Failed);
    CHECK_THAT(publisher.test.err.str(), Contains("timestamp.json: error: this has expired"));
    // The timestamp's key is all that this takes.
    fs::rename(publisher.test.path("fleet/targets-1.key.pem"), publisher.test.path("away.pem"));
    REQUIRE(publisher.renew() == ExitCode::Ok);
    CHECK(publisher.verify() == ExitCode::Ok);
    publisher.setDay(340);
    CHECK(publisher.renew() == ExitCode::Failed);
    CHECK_THAT(publisher.test.err.str(), Contains("there are 0 keys for the feed's targets"));
    fs::rename(publisher.test.path("away.pem"), publisher.test.path("fleet/targets-1.key.pem"));
    REQUIRE(publisher.renew() == ExitCode::Ok);
    publisher.setDay(370);
    REQUIRE(publisher.renew() == ExitCode::Ok);
    CHECK(publisher.verify() == ExitCode::Ok);
}

TEST_CASE("keys of each role are replaced, and devices with the first root follow")
{
    Publisher publisher;
    REQUIRE(publisher.publish({publisher.package('1', "one")}) == ExitCode::Ok);
    for (const char* const role : {"timestamp", "targets", "snapshot", "root", "root"}) {
        INFO(role);
        REQUIRE(publisher.run({"fleet", "rotate", publisher.test.path("fleet"), "--role", role}) ==
                ExitCode::Ok);
        REQUIRE(publisher.renew() == ExitCode::Ok);
        CHECK(publisher.verify() == ExitCode::Ok);
    }
    CHECK(publisher.verify("fleet/6.root.json") == ExitCode::Ok);
    CHECK(publisher.run({"fleet", "rotate", publisher.test.path("fleet"), "--role", "rot"}) ==
          ExitCode::Usage);
    fs::rename(publisher.test.path("fleet/offline"), publisher.test.path("usb"));
    CHECK(publisher.run({"fleet", "rotate", publisher.test.path("fleet"), "--role", "root"}) ==
          ExitCode::Failed);
    CHECK(publisher.run({"fleet", "rotate", publisher.test.path("fleet"), "--role", "root",
                         "--offline", publisher.test.path("usb")}) == ExitCode::Ok);
}

TEST_CASE("of three root keys one may be lost, where two have to sign")
{
    Publisher publisher;
    const std::string folder = publisher.test.path("three");
    REQUIRE(publisher.run({"fleet", "init", folder, "--root-keys", "3", "--root-threshold", "2"}) ==
            ExitCode::Ok);
    fs::remove(folder + "/offline/root-2.key.pem");
    CHECK(publisher.run({"fleet", "rotate", folder, "--role", "root"}) == ExitCode::Ok);
    const std::string four = publisher.test.path("four");
    REQUIRE(publisher.run({"fleet", "init", four, "--root-keys", "3", "--root-threshold", "2"}) ==
            ExitCode::Ok);
    fs::remove(four + "/offline/root-1.key.pem");
    fs::remove(four + "/offline/root-2.key.pem");
    CHECK(publisher.run({"fleet", "rotate", four, "--role", "root"}) == ExitCode::Failed);
    CHECK_THAT(publisher.test.err.str(), Contains("there are 1 keys for the feed's root"));
    CHECK(publisher.run({"fleet", "init", publisher.test.path("none"), "--root-keys", "2",
                         "--root-threshold", "3"}) == ExitCode::Failed);
}

TEST_CASE("a key that others can read signs nothing")
{
    Publisher publisher;
    ::chmod(publisher.test.path("fleet/timestamp-1.key.pem").c_str(), 0644);
    CHECK(publisher.publish({publisher.package('1', "one")}) == ExitCode::Failed);
    CHECK_THAT(publisher.test.err.str(), Contains("mode 0644"));
}

TEST_CASE("what somebody changes in the feed's folder is refused, and not signed with the next")
{
    Publisher publisher;
    REQUIRE(publisher.publish({publisher.package('1', "one")}) == ExitCode::Ok);
    const std::string file = "feed/1.targets.json";
    std::string text = publisher.test.read(file);
    text.replace(text.find("\"*\""), 3, "\"x\"");
    publisher.test.write(file, text);
    CHECK(publisher.verify() == ExitCode::Failed);
    CHECK_THAT(publisher.test.err.str(), Contains("another than was announced"));
    REQUIRE(publisher.publish({publisher.package('2', "two")}) == ExitCode::Ok);
    CHECK(publisher.verify() == ExitCode::Ok);
    CHECK(groupsOf(publisher.show(), 0) == std::vector<std::string>{"*"});
    for (const auto& entry : fs::directory_iterator(publisher.test.path("feed/targets")))
        std::ofstream(entry.path()) << "x";
    CHECK(publisher.verify() == ExitCode::Failed);
    CHECK(publisher.renew() == ExitCode::Failed);
    CHECK_THAT(publisher.test.err.str(), Contains("is not in the feed, or not whole"));
}

TEST_CASE("same packages, same time, same feed")
{
    Publisher publisher;
    const std::string package = publisher.package('1', "one");
    REQUIRE(publisher.publish({package}) == ExitCode::Ok);
    fs::copy(publisher.test.path("fleet"), publisher.test.path("again"),
             fs::copy_options::recursive);
    for (const char* const name : {"targets", "snapshot", "timestamp"})
        fs::remove(publisher.test.path("again/" + std::string(name) + ".json"));
    REQUIRE(publisher.run({"fleet", "publish", publisher.test.path("feed2"), package, "--fleet",
                           publisher.test.path("again")}) == ExitCode::Ok);
    for (const char* const name : {"timestamp.json", "1.targets.json", "1.snapshot.json"})
        CHECK(publisher.test.read("feed/" + std::string(name)) ==
              publisher.test.read("feed2/" + std::string(name)));
}

TEST_CASE("what cannot be published is refused with the reason")
{
    Publisher publisher;
    const std::string package = publisher.package('1', "one");
    struct Case {
        std::vector<std::string> words;
        const char* reason;
    };
    const std::vector<Case> cases = {
        {{}, "there is nothing to publish"},
        {{publisher.test.write("junk", "junk")}, "junk"},
        {{"--system", "26.12"}, "VERSION=BUNDLE"},
        {{"--system", "a version with spaces=x"}, "VERSION=BUNDLE"},
        {{"--system", "26.12=" + publisher.test.path("none")}, "none"},
        {{package, "--device-group", "../x"}, "no name of a group"},
    };
    for (const Case& one : cases) {
        INFO(one.reason);
        CHECK(publisher.publish(one.words) != ExitCode::Ok);
        CHECK_THAT(publisher.test.err.str(), Contains(one.reason));
        CHECK_FALSE(fs::exists(publisher.test.path("feed/timestamp.json")));
    }
    CHECK(publisher.run({"fleet", "publish", publisher.test.path("feed"), package, "--fleet",
                         publisher.test.path("nowhere")}) == ExitCode::Failed);
    CHECK_THAT(publisher.test.err.str(), Contains("perisphere fleet init"));
}

} // namespace perisphere::fleet_test
