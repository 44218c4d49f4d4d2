#include "server_fixture.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <netinet/in.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace perisphere::hostile_clients_test
{

using namespace perisphere::control;
using test::RawClient;
using test::request;

namespace
{

constexpr int kPatience = 20'000;

void checkServes(const test::ServerFixture& server)
{
    CHECK(server.client().call("device.info").value()["name"] == "bench");
}

} // namespace

TEST_CASE("a line that is not JSON is answered with the place where it stops being JSON")
{
    test::ServerFixture server;
    RawClient client(server.socket());
    client.send("{\"jsonrpc\": oops}\n");
    const json::Value answer = client.answer();
    CHECK(answer["id"].is_null());
    CHECK(answer["error"]["code"] == -32700);
    CHECK(answer["error"]["data"]["line"] == 1);
    CHECK(answer["error"]["data"]["column"] == 13);
    client.send(request(1, "device.info"));
    CHECK(client.answer()["id"] == 1);
}

TEST_CASE("a client that sends only garbage is told so and disconnected")
{
    test::ServerFixture server;
    RawClient client(server.socket());
    for (int i = 0; i < 40; ++i)
        client.send("\x80\xff garbage }{\n");
    const json::Value last = client.lastAnswer();
    CHECK(last["error"]["message"] == "too many lines in a row are not JSON");
    checkServes(server);
}

TEST_CASE("a request may arrive byte by byte, and several at once")
{
    test::ServerFixture server;
    RawClient client(server.socket());
    for (const char c : request(1, "device.info"))
        client.send({&c, 1});
    CHECK(client.answer()["id"] == 1);
    std::string many;
    for (int i = 0; i < 200; ++i)
        many += request(i, "device.info");
    client.send(many);
    for (int i = 0; i < 200; ++i)
        CHECK(client.answer()["id"] == i);
}

TEST_CASE("a line beyond the limit ends the connection with the reason")
{
    ServerLimits limits;
    limits.session.lineBytes = 10'000;
    test::ServerFixture server(limits);
    RawClient client(server.socket());
    client.send(std::string(10'100, 'x'));
    const json::Value last = client.lastAnswer();
    CHECK(last["error"]["code"] == -32008);
    CHECK(last["error"]["data"]["expected"] == "at most 10000 bytes");
    checkServes(server);
}

TEST_CASE("a client that goes away in the middle of a line or of a call leaves nothing behind")
{
    test::ServerFixture server;
    server.target.time().holdsSteps = true;
    {
        RawClient half(server.socket());
        half.send("{\"jsonrpc\":");
        RawClient open(server.socket());
        open.send(request(1, "time.step", {{"nanoseconds", 5}}) + request(2, "device.info"));
        CHECK(open.answer()["id"] == 2);
        RawClient watching(server.socket());
        watching.send(request(1, "time.watch"));
        watching.answer();
    }
    // Each has been noticed once the loop has seen the ends of the sockets.
    auto client = server.client();
    while (server.run([](ControlServer& s) { return s.clientCount(); }) > 2)
        client.call("device.info").value();
    server.run([&](ControlServer&) { server.target.time().finishSteps(); });
    checkServes(server);
}

TEST_CASE("a client that has ended its input still gets its answers")
{
    test::ServerFixture server;
    RawClient client(server.socket());
    client.send(request(1, "device.info") + request(2, "part.list"));
    client.endInput();
    CHECK(client.answer()["id"] == 1);
    CHECK(client.answer()["id"] == 2);
    CHECK_FALSE(client.line());
}

TEST_CASE("a client that floods and takes no answers is held up alone, then disconnected")
{
    ServerLimits limits;
    limits.stallMilliseconds = 300;
    test::ServerFixture server(limits);
    RawClient flooding(server.socket());
    const std::string flood = request(1, "rpc.describe");
    std::size_t sent = 0;
    for (int i = 0; i < 100'000; ++i) {
        const std::size_t count = flooding.sendSome(flood);
        sent += count;
        if (count < flood.size())
            break; // the server reads no more from this one
    }
    CHECK(sent < std::size_t{16} * 1024 * 1024);
    checkServes(server);
    CHECK(flooding.waitForEnd(kPatience));
    checkServes(server);
}

TEST_CASE("a flooding client that takes its answers does not keep others waiting")
{
    test::ServerFixture server;
    RawClient flooding(server.socket());
    std::thread flood([&] {
        std::string many;
        for (int i = 0; i < 100; ++i)
            many += request(i, "part.list");
        for (int round = 0; round < 20; ++round) {
            flooding.send(many);
            for (int i = 0; i < 100; ++i)
                flooding.line();
        }
    });
    auto other = server.client();
    for (int i = 0; i < 20; ++i)
        CHECK(other.call("device.info"));
    flood.join();
}

TEST_CASE("a watcher that reads nothing misses nothing that the history has when it reads again")
{
    test::ServerFixture server;
    RawClient slow(server.socket());
    slow.send(request(1, "app.watchLog"));
    server.run([&](ControlServer&) {
        for (int i = 0; i < 4000; ++i)
            server.target.apps().addLogLine(std::string(500, 'x'));
    });
    checkServes(server);
    CHECK(slow.answer()["id"] == 1);
    std::uint64_t last = 0;
    while (last < 4000) {
        const json::Value page = slow.answer()["params"]["page"];
        REQUIRE(page["lines"].is_array());
        REQUIRE(page["lines"].front()["sequence"] == last + 1);
        last = page["next"].get<std::uint64_t>();
    }
}

TEST_CASE("more clients than the limit are refused with the reason")
{
    ServerLimits limits;
    limits.clients = 2;
    test::ServerFixture server(limits);
    auto first = server.client();
    auto second = server.client();
    first.call("device.info").value();
    second.call("device.info").value();
    RawClient third(server.socket());
    CHECK(third.lastAnswer()["error"]["message"] == "the device has too many clients");
}

TEST_CASE("too many open calls and subscriptions are refused")
{
    ServerLimits limits;
    limits.session.openCalls = 2;
    limits.session.subscriptions = 1;
    test::ServerFixture server(limits);
    server.target.time().holdsSteps = true;
    RawClient client(server.socket());
    const json::Value step = {{"nanoseconds", 5}};
    client.send(request(1, "time.step", step) + request(2, "time.step", step) +
                request(3, "time.step", step));
    const json::Value refused = client.answer();
    CHECK(refused["id"] == 3);
    CHECK(refused["error"]["code"] == -32008);
    server.run([&](ControlServer&) { server.target.time().finishSteps(); });
    client.answer();
    client.answer();
    client.send(request(4, "app.watch") + request(5, "app.watch"));
    json::Value answer = client.answer();
    while (answer["id"] != 5)
        answer = client.answer();
    CHECK(answer["error"]["code"] == -32008);
}

TEST_CASE("an answer beyond the limit is replaced by an error")
{
    ServerLimits limits;
    limits.session.replyBytes = 2000;
    test::ServerFixture server(limits);
    RawClient client(server.socket());
    client.send(request(1, "rpc.describe"));
    const json::Value answer = client.answer();
    CHECK(answer["id"] == 1);
    CHECK(answer["error"]["code"] == -32008);
}

TEST_CASE("over TCP whoever does not begin with the token is disconnected")
{
    ServerLimits limits;
    limits.authenticationMilliseconds = 200;
    test::ServerFixture server(limits);
    const std::uint16_t port = server.run(
        [](ControlServer& s) { return s.listenOnLoopback(0, "0123456789abcdef").value(); });
    for (const char* const first : {"POST / HTTP/1.1\r\nHost: localhost\r\n\r\n{}",
                                    "{\"jsonrpc\":\"2.0\",\"id\":1,"
                                    "\"method\":\"device.info\"}\n",
                                    "silence"}) {
        INFO(first);
        UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        REQUIRE(::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address),
                          sizeof address) == 0);
        ::send(socket.get(), first, std::strlen(first), MSG_NOSIGNAL);
        char buffer[4096];
        while (::recv(socket.get(), buffer, sizeof buffer, 0) > 0) {
        }
        CHECK(true); // the connection came to its end
    }
    CHECK_FALSE(server.target.device().isShutDown);
    checkServes(server);
}

TEST_CASE("the socket is for its owner only")
{
    test::ServerFixture server;
    struct stat status {
    };
    REQUIRE(::stat(server.socket().c_str(), &status) == 0);
    CHECK((status.st_mode & 0777U) == 0600U);
}

TEST_CASE("a second server on the same socket is refused while the first lives")
{
    test::ServerFixture first;
    test::ServerFixture other;
    const auto listened = other.run([&](ControlServer&) {
        uv_loop_t loop;
        uv_loop_init(&loop);
        test::FakeTarget target;
        Result<> result;
        {
            ControlServer second(loop, target, Description::load().value());
            result = second.listen(first.socket());
        }
        uv_run(&loop, UV_RUN_DEFAULT);
        uv_loop_close(&loop);
        return result;
    });
    CHECK(listened.error().code == ErrorCode::AlreadyExists);
    checkServes(first);
}

TEST_CASE("a socket that a dead process has left is replaced, also under a long path")
{
    const test::TemporaryDirectory folder;
    const std::filesystem::path deep = folder / std::string(120, 'd');
    std::filesystem::create_directory(deep);
    std::ofstream(deep / "control.sock") << "stale";
    std::ofstream(deep / "control.sock.new") << "stale";
    uv_loop_t loop;
    uv_loop_init(&loop);
    test::FakeTarget target;
    {
        ControlServer server(loop, target, Description::load().value());
        REQUIRE(server.listen(deep / "control.sock"));
        std::thread running([&] { uv_run(&loop, UV_RUN_ONCE); });
        CHECK(ControlClient::connect(deep / "control.sock", "deep"));
        running.join();
    }
    CHECK_FALSE(std::filesystem::exists(deep / "control.sock"));
    uv_run(&loop, UV_RUN_DEFAULT);
    uv_loop_close(&loop);
}

} // namespace perisphere::hostile_clients_test
