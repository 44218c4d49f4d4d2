#include "perisphere/control/registry.hpp"
#include "server_fixture.hpp"

#include <catch2/catch.hpp>

namespace perisphere::client_test
{

using namespace perisphere::control;
using test::request;

TEST_CASE("a watcher gets the present values, then the changes that it watches")
{
    test::ServerFixture server;
    auto client = server.client();
    std::map<std::string, json::Value> seen;
    const auto subscription = client.subscribe(
        "part.watch", {{"properties", {"led1.*"}}}, [&](const json::Value& params) {
            for (const json::Value& sample : params["values"])
                seen[sample["property"].get<std::string>()] = sample["value"];
        });
    REQUIRE(subscription);
    REQUIRE(client.wait([&] { return seen.size() == 2; }).value());
    CHECK(seen["led1.lit"] == false);

    auto other = server.client();
    other.call("part.set", {{"property", "button1.pressed"}, {"value", true}}).value();
    CHECK(client.wait([&] { return seen["led1.lit"] == true; }).value());
    CHECK_FALSE(seen.contains("button1.pressed"));
}

TEST_CASE("changes between two notifications are coalesced into the latest value")
{
    test::ServerFixture server;
    auto client = server.client();
    std::vector<double> seen;
    client
        .subscribe("part.watch", {{"properties", {"sensor1.temperature"}}},
                   [&](const json::Value& params) {
                       REQUIRE(params["values"].size() == 1);
                       seen.push_back(params["values"][0]["value"].get<double>());
                   })
        .value();
    REQUIRE(client.wait([&] { return seen.size() == 1; }).value());
    server.run([&](ControlServer&) {
        for (int i = 0; i <= 10'000; ++i)
            server.target.parts().change({"sensor1", "temperature"}, static_cast<double>(i));
    });
    REQUIRE(client.wait([&] { return seen.back() == 10'000; }).value());
    CHECK(seen.size() == 2); // the loop could not notify in between
}

TEST_CASE("after the end of a subscription nothing more comes of it")
{
    test::ServerFixture server;
    auto client = server.client();
    int count = 0;
    const auto id =
        client.subscribe("time.watch", json::Value::object(), [&](const json::Value&) { ++count; })
            .value();
    REQUIRE(client.wait([&] { return count == 1; }).value());
    REQUIRE(client.unsubscribe(id));
    client.call("time.pause").value();
    int fresh = 0;
    client.subscribe("time.watch", json::Value::object(), [&](const json::Value&) { ++fresh; })
        .value();
    REQUIRE(client.wait([&] { return fresh == 1; }).value());
    CHECK(count == 1);
    CHECK(client.unsubscribe(id).error().code == ErrorCode::NotFound);
}

TEST_CASE("a log subscription delivers every line that the history has, in order")
{
    test::ServerFixture server;
    auto client = server.client();
    server.run([&](ControlServer&) {
        for (int i = 0; i < 3000; ++i)
            server.target.apps().addLogLine("line");
    });
    std::vector<std::uint64_t> sequences;
    client
        .subscribe("app.watchLog", json::Value::object(),
                   [&](const json::Value& params) {
                       CHECK(params["page"]["missed"] == 0);
                       for (const json::Value& line : params["page"]["lines"])
                           sequences.push_back(line["sequence"].get<std::uint64_t>());
                   })
        .value();
    REQUIRE(client.wait([&] { return sequences.size() == 3000; }).value());
    server.run([&](ControlServer&) { server.target.apps().addLogLine("one more"); });
    REQUIRE(client.wait([&] { return sequences.size() == 3001; }).value());
    for (std::size_t i = 0; i < sequences.size(); ++i)
        REQUIRE(sequences[i] == i + 1);
}

TEST_CASE("a log line that is not UTF-8 arrives with replacement characters")
{
    test::ServerFixture server;
    auto client = server.client();
    server.run([&](ControlServer&) { server.target.apps().addLogLine("a\xffz"); });
    CHECK(client.call("app.log").value()["lines"][0]["text"] == "a\xef\xbf\xbdz");
}

TEST_CASE("two clients at once get their own answers")
{
    test::ServerFixture server;
    auto first = server.client();
    auto second = server.client();
    for (int i = 0; i < 50; ++i) {
        CHECK(first.call("part.get", {{"property", "led1.lit"}}).value()["property"] == "led1.lit");
        CHECK(second.call("pin.list").value()["pins"][0] == "gpio8");
    }
    CHECK(server.run([](ControlServer& s) { return s.clientCount(); }) == 2);
}

TEST_CASE("a refusal names the device, and nothing that only programs know")
{
    test::ServerFixture server;
    auto client = server.client();
    const Error error = client.call("part.get", {{"property", "led9.lit"}}).error();
    CHECK(error.activity == "device \"bench\"");
    CHECK(error.message == "there is no property \"led9.lit\"");
}

TEST_CASE("a client learns that its device ends")
{
    auto server = std::make_unique<test::ServerFixture>();
    auto client = server->client();
    client.call("device.info").value();
    server->run([](ControlServer& s) { s.announceStop(); });
    server.reset();
    CHECK(client.wait([&] { return client.isDeviceStopping(); }).value());
    CHECK(client.call("device.info").error().code == ErrorCode::Io);
}

TEST_CASE("over TCP only a client with the token is served")
{
    test::ServerFixture server;
    const std::string token = makeToken().value();
    CHECK(token.size() == 64);
    const std::uint16_t port =
        server.run([&](ControlServer& s) { return s.listenOnLoopback(0, token).value(); });
    auto client = ControlClient::connectToLoopback(port, token);
    REQUIRE(client);
    CHECK(client->call("device.info").value()["name"] == "bench");

    std::string wrong = token;
    wrong.back() = wrong.back() == '0' ? '1' : '0';
    for (const std::string& shown : {wrong, std::string(), token + "0"}) {
        const auto refused = ControlClient::connectToLoopback(port, shown);
        REQUIRE(!refused);
        CHECK(refused.error().code == ErrorCode::PermissionDenied);
        CHECK(refused.error().toString().find(token) == std::string::npos);
    }
}

TEST_CASE("a token that can be guessed is not accepted")
{
    test::ServerFixture server;
    CHECK(
        server.run([](ControlServer& s) { return s.listenOnLoopback(0, "secret"); }).error().code ==
        ErrorCode::InvalidArgument);
}

TEST_CASE("a device is connected to by its entry in the registry")
{
    test::ServerFixture server;
    const RunningDevice device{"bench", server.folder(), server.socket()};
    CHECK(ControlClient::connect(device).value().call("device.info"));
    CHECK(ControlClient::connect({"gone", {}, server.folder() / "no.sock"}).error().code ==
          ErrorCode::NotFound);
}

} // namespace perisphere::client_test
