#include "server_fixture.hpp"

#include <catch2/catch.hpp>

#include <sys/socket.h>
#include <thread>

namespace perisphere::bus_serve_test
{

using namespace perisphere::control;
using test::request;

namespace
{

const json::Value kCustom1 = {{"part", "custom1"}};

std::size_t clientsOf(test::ServerFixture& server)
{
    return server.run([](ControlServer& s) { return s.clientCount(); });
}

void say(test::ServerFixture& server, std::string_view text)
{
    server.run([&](ControlServer&) {
        const int socket = server.target.parts().program.get();
        REQUIRE(::send(socket, text.data(), text.size(), MSG_NOSIGNAL) ==
                static_cast<ssize_t>(text.size()));
    });
}

} // namespace

TEST_CASE("bus.serve answers, then gives the connection to the part")
{
    test::ServerFixture server;
    test::RawClient client(server.socket());
    client.send(request(1, "bus.serve", kCustom1));
    CHECK(client.answer() ==
          json::Value{{"jsonrpc", "2.0"}, {"id", 1}, {"result", json::Value::object()}});
    CHECK(clientsOf(server) == 0);
    say(server, "{\"method\":\"i2c.read\"}\n");
    CHECK(client.answer()["method"] == "i2c.read");
    // Nor does the server listen to it, or tell it anything.
    client.send(request(2, "device.info"));
    server.run([](ControlServer& s) { s.announceStop(); });
    say(server, "{\"method\":\"i2c.stop\"}\n");
    CHECK(client.answer()["method"] == "i2c.stop");
}

TEST_CASE("bus.serve is refused while a part has its program, and the connection goes on")
{
    test::ServerFixture server;
    test::RawClient first(server.socket());
    first.send(request(1, "bus.serve", kCustom1));
    first.answer();
    test::RawClient second(server.socket());
    second.send(request(1, "bus.serve", kCustom1) + request(2, "bus.serve", {{"part", "led1"}}) +
                request(3, "device.info"));
    const json::Value refused = second.answer();
    CHECK(refused["error"]["code"] == -32002);
    CHECK(refused["error"]["message"] == "a program plays \"custom1\" already");
    CHECK(second.answer()["error"]["code"] == -32001);
    CHECK(second.answer()["result"]["name"] == "bench");
}

TEST_CASE("what was asked before bus.serve is answered before the part has the connection")
{
    test::ServerFixture server;
    server.run([&](ControlServer&) { server.target.time().holdsSteps = true; });
    test::RawClient client(server.socket());
    client.send(request(1, "time.step", {{"nanoseconds", 1000}}) +
                request(2, "bus.serve", kCustom1) + request(3, "device.info"));
    CHECK(client.answer()["id"] == 2);
    CHECK(clientsOf(server) == 1);
    server.run([&](ControlServer&) { server.target.time().finishSteps(); });
    CHECK(client.answer()["id"] == 1);
    CHECK(clientsOf(server) == 0);
    CHECK(server.run(
        [&](ControlServer&) { return static_cast<bool>(server.target.parts().program); }));
}

TEST_CASE("one connection serves one part")
{
    test::ServerFixture server;
    test::RawClient client(server.socket());
    json::Value batch = json::Value::array();
    for (int id = 1; id <= 2; ++id)
        batch.push_back(json::Value::parse(request(id, "bus.serve", kCustom1)));
    client.send(batch.dump() + "\n");
    const json::Value answers = client.answer();
    CHECK(answers[0].contains("result"));
    CHECK(answers[1].contains("error"));
}

TEST_CASE("a program that has gone before the part had its connection leaves the part free")
{
    test::ServerFixture server;
    server.run([&](ControlServer&) { server.target.time().holdsSteps = true; });
    {
        test::RawClient client(server.socket());
        client.send(request(1, "time.step", {{"nanoseconds", 1000}}) +
                    request(2, "bus.serve", kCustom1));
        CHECK(client.answer()["id"] == 2);
    }
    server.run([&](ControlServer&) { server.target.time().finishSteps(); });
    while (clientsOf(server) != 0)
        std::this_thread::yield();
    CHECK_FALSE(server.run([&](ControlServer&) { return server.target.parts().isReserved; }));
}

} // namespace perisphere::bus_serve_test
