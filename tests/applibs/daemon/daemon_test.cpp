// The daemon as systemd starts it, with a real app in its sandbox, driven by the control API.
#include "tested_device.hpp"

#include <fstream>
#include <string>

using namespace perisphere;

TEST_CASE("an app is installed, runs in its sandbox, and again after the daemon's next start",
          "[daemon]")
{
    if (!test::canUseSandbox())
        return;
    test::TestedDevice device;
    device.start();
    {
        auto client = device.client();
        CHECK(client.call("device.info").value()["board"] == "qemu_virt");
        const auto installed =
            client.call("app.install", {{"package", device.package(test::specOf(""))}});
        if (!installed)
            FAIL(installed.error().toString());
        // Its first process in its own namespace, and the version by way of the daemon.
        CHECK(test::logged(client, "runs on") == "runs on 26.11 as process 100");
        CHECK(client.call("app.list").value()["apps"][0]["state"] == "running");
        CHECK(client.call("part.list").error().code == ErrorCode::Unsupported);
    }
    CHECK(device.stop() == 0);
    device.start();
    {
        auto client = device.client();
        CHECK(test::logged(client, "runs on") == "runs on 26.11 as process 100");
        REQUIRE(client.call("app.remove", {{"app", "Tester"}}));
        CHECK(client.call("app.list").value()["apps"].empty());
        REQUIRE(client.call("device.shutdown"));
    }
    CHECK(device.awaitEnd() == 0);
}

TEST_CASE("the network and the identity of the device are told, and are not changed from afar",
          "[daemon]")
{
    if (!test::canUseSandbox())
        return;
    test::TestedDevice device({.extra = R"(, "identity": {"key": "file"})"});
    device.start();
    auto client = device.client();
    const auto network = client.call("network.status");
    if (!network)
        FAIL(network.error().toString());
    CHECK((*network)["ready"].is_boolean());
    CHECK((*network)["clock"]["nanoseconds"] > 1'700'000'000'000'000'000);
    for (const json::Value& interface : (*network)["interfaces"])
        CHECK(interface["name"] == "eth0"); // of the board; where a machine has none, none is told
    CHECK(client.call("network.setClock", {{"seconds", 0}}).error().code == ErrorCode::Unsupported);
    const auto identity = client.call("identity.status");
    if (!identity)
        FAIL(identity.error().toString());
    CHECK((*identity)["deviceId"].get<std::string>().size() == 128);
    CHECK((*identity)["tenants"].empty()); // no app is installed
    CHECK(client.call("identity.change", {{"action", "renew"}}).error().code ==
          ErrorCode::Unsupported);
    CHECK(device.stop() == 0);
}

TEST_CASE("a package that nobody trusted has signed is refused, and so is one that was changed",
          "[daemon]")
{
    if (!test::canUseSandbox())
        return;
    test::TestedDevice device;
    device.start();
    auto client = device.client();
    const auto stranger = image::SigningKey::generate("stranger").value();
    const auto refused =
        client.call("app.install", {{"package", device.package(test::specOf(""), stranger)}});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::Untrusted);
    const std::string package = device.package(test::specOf(""));
    std::fstream file(package, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(9000);
    file.put('X');
    file.close();
    CHECK_FALSE(client.call("app.install", {{"package", package}}));
    CHECK(client.call("app.list").value()["apps"].empty());
    CHECK(device.stop() == 0);
}

TEST_CASE("an app that ends is started again, and the log says how it ended", "[daemon]")
{
    if (!test::canUseSandbox())
        return;
    test::TestedDevice device;
    device.start();
    auto client = device.client();
    REQUIRE(client.call("app.install", {{"package", device.package(test::specOf(R"("fail")"))}}));
    CHECK(test::logged(client, "exit code 7").find("exit code 7") != std::string::npos);
    CHECK(device.stop() == 0);
}

TEST_CASE("an update whose image does not stay up is taken back, and one that does stays",
          "[daemon]")
{
    if (!test::canUseSandbox())
        return;
    test::TestedDevice device(
        {.extra = R"(, "installs": {"warningSeconds": 0, "trialSeconds": 1})"});
    device.start();
    auto client = device.client();
    REQUIRE(client.call("app.install", {{"package", device.package(test::specOf(""))}}));
    const auto first = client.call("app.list").value()["apps"][0]["imageId"];

    const std::string bad = device.package(test::specOf(R"("fail")"));
    REQUIRE(client.call("update.offer", {{"kind", "app"}, {"package", bad}}));
    CHECK(test::logged(client, "update: the new image did not run and was rolled back") != "");
    CHECK(client.call("app.list").value()["apps"][0]["imageId"] == first);
    CHECK(client.call("app.list").value()["apps"][0]["state"] == "running");

    const std::string good = device.package(test::specOf(R"("better")"));
    REQUIRE(client.call("update.offer", {{"kind", "app"}, {"package", good}}));
    CHECK(test::logged(client, "update: the new image is installed") != "");
    CHECK(client.call("app.list").value()["apps"][0]["imageId"] != first);
    CHECK(client.call("update.status").value()["state"] == "idle");

    CHECK(client.call("update.offer", {{"kind", "system"}}).error().code ==
          ErrorCode::InvalidArgument);
    CHECK(device.stop() == 0);
}
