// Updates from a feed, as a device gets them: over HTTPS from a web server, with a real app that is
// told and defers. What may not be believed changes nothing, and the log has the reason.
#include "publisher.hpp"

#include <algorithm>
#include <functional>

using namespace perisphere;
using Catch::Contains;
using feed::Role;
using test::now;
using test::packageOf;
using test::Publisher;
using test::targetOf;
using test::textOf;

namespace fs = std::filesystem;

TEST_CASE("an app comes from the feed, and its update is announced, deferred, resumed, installed",
          "[feed]")
{
    if (!test::canUseSandbox())
        return;
    test::DeviceWithFeed device;
    Publisher publisher;
    publisher.add(device, packageOf("one"));
    publisher.publish(device);
    device.start();
    device.await("update feed: version 1 has 1 of 1 to install");
    device.await("this is one");
    device.await("update: the new image is installed");
    device.stop();

    publisher.publishInstead(device, packageOf("two"));
    device.start();
    device.await("update feed: version 2 has 1 of 1 to install");
    device.await("told event 2 status 0"); // UpdateStarted
    device.await("told event 1 status 1"); // ReadyForInstall, Pending
    device.await("deferring gives 0");
    device.await("told event 1 status 3"); // Deferred
    device.await("resuming gives 0");
    device.await("told event 1 status 1");
    device.await("told event 1 status 2"); // Final
    device.await("this is two");
    device.await("update: the new image is installed");
    device.stop();

    // What is there is no news.
    device.start();
    device.awaitSinceStart("update feed: version 2 has 0 of 1 to install");
    device.awaitSinceStart("this is two");
}

TEST_CASE("an image that does not run is taken back, and not tried again", "[feed]")
{
    if (!test::canUseSandbox())
        return;
    test::DeviceWithFeed device;
    Publisher publisher;
    publisher.add(device, packageOf("one"));
    publisher.publish(device);
    device.start();
    device.await("update: the new image is installed");
    device.stop();
    publisher.publishInstead(device, packageOf("broken"));
    device.start();
    device.await("has 1 of 1 to install");
    device.await("rolled back");
    device.stop();
    device.start();
    device.await("is passed over: it did not run");
    device.await("version 2 has 0 of 1 to install");
    device.awaitSinceStart("this is one");
}

TEST_CASE("a device takes what is for its group", "[feed]")
{
    if (!test::canUseSandbox())
        return;
    test::DeviceWithFeed device;
    Publisher publisher;
    publisher.add(device, packageOf("one"));
    publisher.add(device, packageOf("two"), {"field-test"});
    publisher.publish(device);
    device.start(R"(, "deviceGroup": "field-test")");
    device.await("this is two");
    device.stop();
    CHECK(device.log().find("this is one") == std::string::npos);
}

TEST_CASE("what may not be believed is refused with the reason, and changes nothing", "[feed]")
{
    if (!test::canUseSandbox())
        return;
    struct Case {
        const char* name;
        /// Before all is signed.
        std::function<void(Publisher&)> change;
        /// Afterwards, on the server.
        std::function<void(Publisher&, const test::DeviceWithFeed&)> spoil;
        const char* reason;
        std::vector<std::string> server = {};
    };
    const auto nothing = [](Publisher&) {};
    const auto intact = [](Publisher&, const test::DeviceWithFeed&) {};
    const auto flip = [](const std::string& file) {
        return [file](Publisher&, const test::DeviceWithFeed& device) {
            const fs::path path = device.feed() / file;
            std::string content = readTextFile(path, 1U << 20U).value();
            content[content.size() / 2] = static_cast<char>(content[content.size() / 2] ^ 1);
            device.writeToFeed(file, content);
        };
    };
    const std::vector<Case> cases = {
        {"a tampered timestamp", nothing, flip("timestamp.json"), "timestamp.json"},
        {"a tampered snapshot", nothing, flip("1.snapshot.json"), "another than was announced"},
        {"tampered targets", nothing, flip("1.targets.json"), "another than was announced"},
        {"a tampered image", nothing,
         [flip](Publisher& publisher, const test::DeviceWithFeed& device) {
             flip(filePath(publisher.builder.targets.targets[0]))(publisher, device);
         },
         "another than was announced"},
        {"an image that is longer", nothing,
         [](Publisher& publisher, const test::DeviceWithFeed& device) {
             std::ofstream(device.feed() / filePath(publisher.builder.targets.targets[0]),
                           std::ios::app)
                 << "more";
         },
         "the file is longer than"},
        {"an image that nobody trusted has signed",
         [](Publisher& publisher) { publisher.builder.targets.targets.clear(); },
         [](Publisher& publisher, const test::DeviceWithFeed& device) {
             const auto stranger = image::SigningKey::generate("stranger").value();
             publisher.add(device, packageOf("one", stranger));
             publisher.publish(device);
         },
         "no trusted certificate has the thumbprint"},
        {"a manifest that breaks a rule",
         [](Publisher& publisher) { publisher.builder.targets.targets.clear(); },
         [](Publisher& publisher, const test::DeviceWithFeed& device) {
             publisher.add(device, test::pack({.capabilities = R"("Gpio": ["none"])"}));
             publisher.publish(device);
         },
         "Gpio"},
        {"a timestamp that has expired",
         [](Publisher& publisher) { publisher.builder.timestamp.header.expires = now(); }, intact,
         "timestamp.json: this has expired"},
        {"targets that have expired",
         [](Publisher& publisher) { publisher.builder.targets.header.expires = now(); }, intact,
         "1.targets.json: this has expired"},
        {"keys of somebody else", nothing,
         [](Publisher&, const test::DeviceWithFeed& device) {
             device.setRoot(test::FeedBuilder(now()).rootFile());
         },
         "none of the signatures is by a key of it"},
        {"too few signatures",
         [](Publisher& publisher) { publisher.builder.root().of(Role::Timestamp).threshold = 2; },
         intact, "too few have signed"},
        {"issued after what the clock says",
         [](Publisher& publisher) {
             publisher.builder.timestamp.header.issued = now() + std::chrono::hours(1);
         },
         intact, "nothing is believed until the clock is set"},
        {"no timestamp", nothing,
         [](Publisher&, const test::DeviceWithFeed& device) {
             fs::remove(device.feed() / "timestamp.json");
         },
         "timestamp.json: the feed has no such file"},
        {"a timestamp without end",
         nothing,
         intact,
         "the file is longer than 16384 bytes",
         {"--endless", "timestamp.json"}},
        {"an image without end",
         nothing,
         intact,
         "the file is longer than",
         {"--endless", ".imagepackage"}},
    };
    for (const Case& one : cases) {
        INFO(one.name);
        test::DeviceWithFeed device(one.server);
        Publisher publisher;
        publisher.add(device, packageOf("one"));
        one.change(publisher);
        publisher.publish(device);
        one.spoil(publisher, device);
        device.start();
        CHECK_THAT(device.await("refused"), Contains(one.reason));
        CHECK(device.client().call("app.list").value()["apps"].empty());
        device.stop();
    }
}

TEST_CASE("what a device has seen cannot be taken back, whatever happens to it between", "[feed]")
{
    if (!test::canUseSandbox())
        return;
    test::DeviceWithFeed device;
    Publisher publisher;
    publisher.next();
    publisher.publish(device);
    device.start();
    device.await("version 2 has 0 of 0");
    device.stop();
    Publisher older; // has other keys, and begins anew with another root
    older.publish(device);
    device.start();
    device.await("version 1 has 0 of 0");
    device.stop();
    older.next();
    older.publish(device);
    device.start();
    device.await("version 2 has 0 of 0");
    device.stop();
    for (feed::Header* header : {&older.builder.timestamp.header, &older.builder.snapshot.header,
                                 &older.builder.targets.header})
        header->version = 1;
    older.publish(device);
    device.start();
    CHECK_THAT(device.await("refused"), Contains("timestamp metadata is rolled back to version 1"));
    device.stop();
    // Without what it has kept a device could be told anything: it says so, and asks no feed.
    std::ofstream(device.updates() / "feed.json") << "{";
    device.start();
    CHECK_THAT(device.await("refused"), Contains("feed.json"));
}
