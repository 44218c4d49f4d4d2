#include "perisphere/debug/gdb_server.hpp"

#include "perisphere/debug/limits.hpp"
#include "server_fixture.hpp"

#include <catch2/catch.hpp>

using namespace perisphere;
using test::FakeCore;
using test::RawDebugger;
using test::ServerFixture;

namespace
{

bool runs(const FakeCore& core)
{
    return !core.isStopped();
}

bool isHalted(const FakeCore& core)
{
    return core.isStopped();
}

} // namespace

TEST_CASE("a core is halted by a debugger's first packet, and goes on when it is gone")
{
    ServerFixture bench;
    RawDebugger debugger(bench.port);
    CHECK_THAT(debugger.ask("?"), Catch::StartsWith("T02"));
    CHECK(bench.onMachine(isHalted));
    debugger.close();
    bench.waitFor(runs);
    bench.waitForClients(0);
}

TEST_CASE("a connection alone does not halt the core")
{
    ServerFixture bench;
    const RawDebugger port(bench.port);
    bench.waitForClients(1);
    RawDebugger other(bench.port); // its answer comes after the first one's turn
    other.ask("?");
    CHECK(bench.onMachine([](const FakeCore& core) { return core.debuggers; }) == 1);
}

TEST_CASE("a running core is stopped by Ctrl-C from its debugger")
{
    ServerFixture bench;
    RawDebugger debugger(bench.port);
    debugger.ask("?");
    debugger.send("vCont;c");
    bench.waitFor(runs);
    debugger.sendRaw("\x03");
    CHECK_THAT(debugger.answer(), Catch::StartsWith("T02"));
}

TEST_CASE("what a client sent before it went away is done")
{
    ServerFixture bench;
    RawDebugger debugger(bench.port);
    for (int i = 0; i < 1000; ++i)
        debugger.send("M20000000,4:01020304");
    debugger.send("M20000000,4:05060708");
    debugger.endInput();
    while (debugger.answer() != "(end)")
        continue;
    CHECK(bench.onMachine([](const FakeCore& core) { return core.word(FakeCore::kRam); }) ==
          0x08070605);
    bench.waitFor(runs);
}

TEST_CASE("a client gone in the middle of a packet leaves a running core")
{
    ServerFixture bench;
    RawDebugger debugger(bench.port);
    debugger.ask("Z1,10000004,2");
    debugger.sendRaw("$M20000000,4:0102");
    debugger.close();
    bench.waitFor([](const FakeCore& core) { return core.setPoints() == 0 && runs(core); });
    CHECK(bench.onMachine([](const FakeCore& core) { return core.word(FakeCore::kRam); }) == 0);
}

TEST_CASE("two clients see the same core, and are both told of its stop")
{
    ServerFixture bench;
    RawDebugger first(bench.port);
    RawDebugger second(bench.port);
    first.ask("?");
    second.ask("?");
    CHECK(first.ask("P2=78563412") == "OK");
    CHECK(second.ask("p2") == "78563412");
    first.send("c");
    bench.waitFor(runs);
    CHECK(second.ask("c").front() == 'O'); // it runs already
    second.sendRaw("\x03");
    CHECK_THAT(first.answer(), Catch::StartsWith("T02"));
    CHECK_THAT(second.answer(), Catch::StartsWith("T02"));
}

TEST_CASE("who kills is disconnected")
{
    ServerFixture bench;
    RawDebugger debugger(bench.port);
    debugger.ask("?");
    debugger.send("k");
    CHECK(debugger.answer() == "(end)");
    bench.waitFor(runs);
}

TEST_CASE("a web page's request ends at its first byte")
{
    ServerFixture bench;
    RawDebugger browser(bench.port);
    browser.sendRaw("POST / HTTP/1.1\r\n\r\n" + debug::frame("M20000000,4:01020304"));
    CHECK(browser.answer() == "(end)");
    CHECK(bench.onMachine([](const FakeCore& core) { return core.word(FakeCore::kRam); }) == 0);
}

TEST_CASE("a client that takes no answers is left alone, and others are served")
{
    ServerFixture bench;
    RawDebugger slow(bench.port);
    const std::string request = debug::frame("m10000000,1000");
    std::string many;
    for (int i = 0; i < 1000; ++i)
        many += request;
    // Until the socket, its buffer and ours are full: then nothing more is taken, however often it
    // is tried between the answers to another client.
    RawDebugger other(bench.port);
    int refusals = 0;
    while (refusals < 100) {
        refusals = slow.sendSome(many) == 0 ? refusals + 1 : 0;
        REQUIRE(other.ask("qC") == "QC1");
    }
    slow.close();
    bench.waitForClients(1);
    CHECK(bench.onMachine([](const FakeCore& core) { return core.debuggers; }) == 1);
}

TEST_CASE("clients beyond the bound are refused, but silent ones make room")
{
    ServerFixture bench;
    std::vector<std::unique_ptr<RawDebugger>> speaking;
    for (std::size_t i = 1; i < debug::kClients; ++i) {
        speaking.push_back(std::make_unique<RawDebugger>(bench.port));
        CHECK(speaking.back()->ask("qC") == "QC1");
    }
    RawDebugger silent(bench.port);
    bench.waitForClients(debug::kClients);
    RawDebugger next(bench.port);
    CHECK(next.ask("qC") == "QC1");
    CHECK(silent.answer() == "(end)");
    RawDebugger tooMany(bench.port);
    CHECK(tooMany.answer() == "(end)");
}

TEST_CASE("a port in use is named, with what to do")
{
    ServerFixture bench;
    const auto listening = bench.onLoop([&](const debug::GdbServer&) {
        debug::GdbServer second(bench.loop(), bench.machine(), bench.core);
        return second.listen(bench.port);
    });
    REQUIRE_FALSE(listening);
    CHECK(listening.error().code == ErrorCode::AlreadyExists);
    const std::string text = listening.error().toString();
    CHECK_THAT(text, Catch::Contains(fmt::format("127.0.0.1:{}", bench.port)));
    CHECK_THAT(text, Catch::Contains("real-time core 0"));
    CHECK_THAT(text, Catch::Contains("another port"));
}

TEST_CASE("a server that ends disconnects its clients, and the core goes on")
{
    ServerFixture bench;
    RawDebugger debugger(bench.port);
    debugger.ask("Z1,10000004,2");
    bench.destroyServer();
    CHECK(debugger.answer() == "(end)");
    CHECK(bench.onMachine(runs));
    CHECK(bench.onMachine([](const FakeCore& core) { return core.setPoints(); }) == 0);
}

TEST_CASE("clients of a machine that is stopped are disconnected")
{
    ServerFixture bench;
    RawDebugger debugger(bench.port);
    debugger.ask("?");
    bench.stopMachine();
    CHECK(debugger.ask("g") == "(end)");
    bench.destroyServer();
    CHECK(bench.core.debuggers == 0);
}
