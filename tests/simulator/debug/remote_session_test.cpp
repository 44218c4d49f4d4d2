#include "perisphere/debug/remote_session.hpp"

#include "packet_table.hpp"
#include "perisphere/debug/limits.hpp"
#include "session_client.hpp"

#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <algorithm>

using namespace perisphere;
using test::FakeCore;

namespace
{

struct Bench {
    FakeCore core;
    debug::DebuggedCore shared{core};
    test::SessionClient client{shared};

    /// As GDB does: features, no acks, the first look.
    Bench()
    {
        client.ask("qSupported:swbreak+;hwbreak+");
        client.ask("QStartNoAckMode");
        client.ask("?");
    }
};

constexpr std::string_view kAtStart = "0d:00100020;0f:00000010;thread:1;";

} // namespace

TEST_CASE("the table is in the order of its names")
{
    const auto table = debug::packetTable();
    CHECK(std::is_sorted(table.begin(), table.end(),
                         [](const auto& a, const auto& b) { return a.name < b.name; }));
}

TEST_CASE("nothing happens to the core before the first packet, which halts it")
{
    FakeCore core;
    debug::DebuggedCore shared(core);
    test::SessionClient client(shared);
    client.sendRaw("+");
    CHECK_FALSE(core.isStopped());
    CHECK(core.debuggers == 0);
    CHECK(client.ask("?") == fmt::format("T02{}", kAtStart));
    CHECK(core.isStopped());
    CHECK(core.debuggers == 1);
}

TEST_CASE("a core that takes its time to halt is waited for")
{
    FakeCore core;
    core.stopsLater = true;
    debug::DebuggedCore shared(core);
    test::SessionClient client(shared);
    CHECK(client.ask("?") == "(nothing)");
    core.runFor(1);
    CHECK(client.wakeUps == 1);
    CHECK(client.answer() == fmt::format("T02{}", kAtStart));
}

TEST_CASE("a core goes on when its debugger left before the halt came")
{
    FakeCore core;
    core.stopsLater = true;
    debug::DebuggedCore shared(core);
    test::SessionClient client(shared);
    client.send("?");
    client.goAway();
    core.runFor(1);
    CHECK_FALSE(core.isStopped());
}

TEST_CASE("what is supported is told with the size of packets")
{
    FakeCore core;
    debug::DebuggedCore shared(core);
    test::SessionClient client(shared);
    const std::string features = client.ask("qSupported:multiprocess+;swbreak+");
    for (const auto* const feature :
         {"PacketSize=4000", "qXfer:features:read+", "qXfer:memory-map:read+", "vContSupported+",
          "hwbreak+", "swbreak+", "QStartNoAckMode+", "ReverseStep+", "ReverseContinue+"})
        CHECK_THAT(features, Catch::Contains(feature));
}

TEST_CASE("packets are acknowledged until the client wants no acks")
{
    FakeCore core;
    debug::DebuggedCore shared(core);
    test::SessionClient client(shared);
    client.send("qC");
    CHECK(client.received() == std::vector<std::string>{"+", "QC1"});
    client.sendRaw("$qC#00");
    CHECK(client.received() == std::vector<std::string>{"-"});
    client.send("QStartNoAckMode");
    CHECK(client.received() == std::vector<std::string>{"+", "OK"});
    client.send("qC");
    CHECK(client.received() == std::vector<std::string>{"QC1"});
    client.sendRaw("$qC#00-");
    CHECK_THAT(client.answer(), Catch::StartsWith("E."));
}

TEST_CASE("a packet that got lost is sent again")
{
    FakeCore core;
    debug::DebuggedCore shared(core);
    test::SessionClient client(shared);
    client.ask("qC");
    client.sendRaw("-");
    CHECK(client.received() == std::vector<std::string>{"QC1"});
}

TEST_CASE("unknown packets are answered by an empty one")
{
    Bench bench;
    for (const auto* const packet :
         {"vMustReplyEmpty", "vFoo", "qSymbol::", "QNonStop:1", "bx", "b", "y", "_", "",
          "qXfer:auxv:read::0,10", "QThreadSuffixSupported", "qP0000001f0000000000000001"})
        CHECK(bench.client.ask(packet).empty());
}

TEST_CASE("registers are read and written one by one, lowest byte first")
{
    Bench bench;
    CHECK(bench.client.ask("p1") == "10000020");
    CHECK(bench.client.ask("P2=78563412") == "OK");
    CHECK(bench.core.readRegister(2) == 0x12345678);
    CHECK(bench.client.ask("P11=000000000000f03f") == "OK"); // d0 = 1.0
    CHECK(bench.client.ask("p11") == "000000000000f03f");
    CHECK(bench.client.ask("p24") == "E16");
    CHECK(bench.client.ask("P2=1234") == "E16");
    CHECK(bench.client.ask("P2") == "E16");
    CHECK(bench.client.ask("p") == "E16");
}

TEST_CASE("all registers are read and written at once")
{
    Bench bench;
    const std::string all = bench.client.ask("g");
    CHECK(all.size() == 2 * (17 * 4 + 16 * 8 + 3 * 4));
    std::string changed = all;
    changed.replace(0, 8, "01020304");
    CHECK(bench.client.ask("G" + changed) == "OK");
    CHECK(bench.core.readRegister(0) == 0x04030201);
    CHECK(bench.client.ask("g") == changed);
    CHECK(bench.client.ask("G" + changed + "00") == "E16");
    CHECK(bench.client.ask("Gxyz") == "E16");
}

TEST_CASE("memory is read as far as there is some")
{
    Bench bench;
    CHECK(bench.client.ask("m10000000,4") == "00200130");
    CHECK(bench.client.ask("m10000ffe,10") == "0000");
    CHECK(bench.client.ask("m30000000,4") == "E0e");
    CHECK(bench.client.ask("m100000000,4") == "E16");
    CHECK(bench.client.ask("m10000000") == "E16");
    CHECK(bench.client.ask("m10000000,4;") == "E16");
    CHECK(bench.client.ask("m10000000,ffffffffffffffff").size() == 2 * FakeCore::kBytes);
}

TEST_CASE("memory is written in hexadecimal and in binary")
{
    Bench bench;
    CHECK(bench.client.ask("M20000000,4:01020304") == "OK");
    CHECK(bench.core.word(FakeCore::kRam) == 0x04030201);
    CHECK(bench.client.ask("X20000000,0:") == "OK");
    CHECK(bench.client.ask("X20000000,4:" + debug::escaped("#$}*")) == "OK");
    CHECK(bench.core.word(FakeCore::kRam) == 0x2a7d2423);
    CHECK(bench.client.ask("M20000000,4:010203") == "E16");
    CHECK(bench.client.ask("M20000ffe,4:01020304") == "E0e");
    CHECK(bench.client.ask("X30000000,1:a") == "E0e");
}

TEST_CASE("errors have a text for clients that take one")
{
    Bench bench;
    bench.client.ask("qSupported:error-message+");
    CHECK(bench.client.ask("m30000000,4") == "E.there is no memory at 0x30000000");
}

TEST_CASE("a step ends at the next instruction")
{
    Bench bench;
    CHECK(bench.client.ask("vCont?") == "vCont;c;C;s;S");
    CHECK(bench.client.ask("vCont;s:1;c") == "T050d:00100020;0f:02000010;thread:1;");
    CHECK(bench.client.ask("s") == "T050d:00100020;0f:04000010;thread:1;");
    CHECK(bench.client.ask("S05") == "T050d:00100020;0f:06000010;thread:1;");
    CHECK(bench.client.ask("s10000002") == "T050d:00100020;0f:04000010;thread:1;");
    CHECK(bench.client.ask("S05;10000002") == "T050d:00100020;0f:04000010;thread:1;");
    CHECK_THAT(bench.client.ask("sxyz"), Catch::StartsWith("E."));
    CHECK_THAT(bench.client.ask("vCont;x"), Catch::StartsWith("E."));
    CHECK_THAT(bench.client.ask("vCont"), Catch::StartsWith("E."));
}

TEST_CASE("a core that goes on stops at a breakpoint of the kind that was set")
{
    Bench bench;
    CHECK(bench.client.ask("Z1,10000004,2") == "OK");
    CHECK(bench.client.ask("vCont;c") == "(nothing)");
    bench.core.runFor(100);
    CHECK(bench.client.wakeUps == 1);
    CHECK(bench.client.answer() == "T05hwbreak:;0d:00100020;0f:04000010;thread:1;");
    CHECK(bench.client.ask("z1,10000004,2") == "OK");
    CHECK(bench.client.ask("Z0,10000006,2") == "OK");
    bench.client.ask("c");
    bench.core.runFor(100);
    CHECK(bench.client.answer() == "T05swbreak:;0d:00100020;0f:06000010;thread:1;");
}

TEST_CASE("the kind of a breakpoint is not told to a client that does not know it")
{
    FakeCore core;
    debug::DebuggedCore shared(core);
    test::SessionClient client(shared);
    client.ask("Z0,10000004,2");
    client.send("c");
    core.runFor(100);
    CHECK(client.answer() == "T050d:00100020;0f:04000010;thread:1;");
}

TEST_CASE("a breakpoint that is set twice is one, and there is a bound for them")
{
    Bench bench;
    CHECK(bench.client.ask("Z1,10000004,2") == "OK");
    CHECK(bench.client.ask("Z1,10000004,2") == "OK");
    CHECK(bench.core.setPoints() == 1);
    CHECK(bench.client.ask("z1,10000004,2") == "OK");
    CHECK(bench.client.ask("z1,10000004,2") == "OK");
    CHECK(bench.core.setPoints() == 0);
    for (std::size_t i = 0; i < debug::kBreakpoints; ++i)
        bench.client.ask(fmt::format("Z1,{:x},2", FakeCore::kRom + 2 * i));
    CHECK(bench.core.setPoints() == debug::kBreakpoints);
    CHECK(bench.client.ask("Z1,20000000,2") == "E1c");
}

TEST_CASE("a breakpoint that cannot be, or is no breakpoint, is an error")
{
    Bench bench;
    CHECK(bench.client.ask("Z1,30000000,2") == "E1c");
    for (const auto* const packet :
         {"Z", "Z1", "Z1,", "Z1,10000000", "Z5,10000000,2", "Z1,10000000,2;X1,0", "z1"})
        CHECK(bench.client.ask(packet) == "E16");
    CHECK(bench.core.setPoints() == 0);
}

TEST_CASE("watchpoints of all kinds tell the address")
{
    Bench bench;
    const auto [type, word, pc] = GENERATE(table<int, std::string, std::string>(
        {{2, "watch", "06"}, {3, "rwatch", "08"}, {4, "awatch", "06"}}));
    CHECK(bench.client.ask(fmt::format("Z{},20000010,4", type)) == "OK");
    bench.client.send("vCont;c");
    bench.core.runFor(100);
    CHECK(bench.client.answer() ==
          fmt::format("T05{}:20000010;0d:00100020;0f:{}000010;thread:1;", word, pc));
    CHECK(bench.client.ask(fmt::format("z{},20000010,4", type)) == "OK");
    CHECK(bench.core.setPoints() == 0);
}

TEST_CASE("the step that GDB makes over a watched access is not made twice")
{
    Bench bench;
    bench.client.ask("Z2,20000010,4");
    bench.client.send("vCont;c");
    bench.core.runFor(100);
    CHECK_THAT(bench.client.answer(), Catch::StartsWith("T05watch:20000010;"));
    bench.client.ask("z2,20000010,4");
    CHECK(bench.client.ask("vCont;s:1") == "T050d:00100020;0f:06000010;thread:1;");
    CHECK(bench.client.ask("vCont;s:1") == "T050d:00100020;0f:08000010;thread:1;");
    bench.client.ask("Z2,20000010,4");
    bench.client.send("bc");
    bench.core.runFor(100);
    CHECK_THAT(bench.client.answer(), Catch::StartsWith("T05watch:20000010;"));
    CHECK(bench.client.ask("bs") == "T050d:00100020;0f:04000010;thread:1;");
    CHECK(bench.client.ask("bs") == "T050d:00100020;0f:02000010;thread:1;");
}

TEST_CASE("a step after another client has moved on from a watchpoint is one")
{
    Bench bench;
    bench.client.ask("Z2,20000010,4");
    bench.client.send("vCont;c");
    bench.core.runFor(100);
    bench.client.answer();
    test::SessionClient second(bench.shared);
    second.ask("s");
    CHECK(bench.client.ask("s") == "T050d:00100020;0f:02000010;thread:1;");
}

TEST_CASE("Ctrl-C stops the core, and does nothing to one that stands")
{
    Bench bench;
    bench.client.sendRaw("\x03");
    CHECK(bench.client.answer() == "(nothing)");
    bench.client.send("c");
    bench.core.runFor(1);
    bench.client.sendRaw("\x03");
    CHECK(bench.client.answer() == "T020d:00100020;0f:02000010;thread:1;");
}

TEST_CASE("a BKPT of the program is a plain SIGTRAP")
{
    Bench bench;
    bench.core.program({0xbe00});
    bench.client.send("c");
    bench.core.runFor(10);
    CHECK(bench.client.answer() == fmt::format("T05{}", kAtStart));
}

TEST_CASE("a fault says why before it tells the stop, and going on is an error then")
{
    Bench bench;
    bench.core.program({0xde00});
    bench.client.send("c");
    bench.core.runFor(10);
    const auto received = bench.client.received();
    REQUIRE(received.size() == 2);
    CHECK(received[0].front() == 'O');
    CHECK(received[1] == fmt::format("T0b{}", kAtStart));
    CHECK(bench.client.ask("vCont;c") == "E.the core has locked up; \"monitor reset\" starts it");
    CHECK(bench.client.ask("?") == fmt::format("T0b{}", kAtStart));
}

TEST_CASE("going back undoes, until the begin of the history")
{
    Bench bench;
    bench.client.ask("s");
    bench.client.ask("s");
    CHECK(bench.client.ask("bs") == "T050d:00100020;0f:02000010;thread:1;");
    bench.client.send("bc");
    bench.core.runFor(100);
    CHECK(bench.client.answer() == fmt::format("T05replaylog:begin;{}", kAtStart));
}

TEST_CASE("the target description names the registers by feature")
{
    Bench bench;
    const std::string xml = bench.client.ask("qXfer:features:read:target.xml:0,3fff");
    CHECK(xml.front() == 'l');
    CHECK_THAT(xml, Catch::Contains("<architecture>armv7e-m</architecture>"));
    CHECK_THAT(xml, Catch::Contains("<feature name=\"org.gnu.gdb.arm.m-profile\">\n"
                                    "    <reg name=\"r0\" bitsize=\"32\" regnum=\"0\" "
                                    "type=\"int\" group=\"general\"/>"));
    CHECK_THAT(xml, Catch::Contains("<reg name=\"d0\" bitsize=\"64\" regnum=\"17\" "
                                    "type=\"ieee_double\" group=\"float\"/>"));
    CHECK_THAT(xml, Catch::Contains("<feature name=\"org.gnu.gdb.arm.m-system\">"));
}

TEST_CASE("documents are read in pieces")
{
    Bench bench;
    const std::string whole = bench.client.ask("qXfer:memory-map:read::0,3fff").substr(1);
    CHECK_THAT(whole,
               Catch::Contains("<memory type=\"rom\" start=\"0x10000000\" length=\"0x1000\"/>\n"
                               "  <memory type=\"ram\" start=\"0x20000000\" length=\"0x1000\"/>"));
    std::string pieces;
    for (;;) {
        const std::string piece =
            bench.client.ask(fmt::format("qXfer:memory-map:read::{:x},40", pieces.size()));
        pieces += piece.substr(1);
        if (piece.front() == 'l')
            break;
        REQUIRE(piece.size() == 0x41);
    }
    CHECK(pieces == whole);
    CHECK(bench.client.ask("qXfer:memory-map:read::ffff,40") == "E16");
    CHECK(bench.client.ask("qXfer:features:read:other.xml:0,40") == "E16");
    CHECK(bench.client.ask("qXfer:features:read:target.xml:0") == "E16");
    CHECK(bench.client.ask("qXfer:features:write:target.xml:0:").empty());
}

TEST_CASE("a core is one thread")
{
    Bench bench;
    CHECK(bench.client.ask("qfThreadInfo") == "m1");
    CHECK(bench.client.ask("qsThreadInfo") == "l");
    CHECK(bench.client.ask("qC") == "QC1");
    CHECK(bench.client.ask("Hg0") == "OK");
    CHECK(bench.client.ask("Hc-1") == "OK");
    CHECK(bench.client.ask("Hg1") == "OK");
    CHECK(bench.client.ask("Hg2") == "E03");
    CHECK(bench.client.ask("T1") == "OK");
    CHECK(bench.client.ask("T2") == "E03");
    CHECK(bench.client.ask("qAttached") == "1");
    // "real-time core 0, halted"
    CHECK(bench.client.ask("qThreadExtraInfo,1") ==
          "7265616c2d74696d6520636f726520302c2068616c746564");
}

TEST_CASE("monitor commands are the core's, with output cut into packets")
{
    Bench bench;
    CHECK(bench.client.ask("qRcmd,68616c74") == "OK"); // halt
    bench.client.send("qRcmd,6c6f6e67");               // long
    const auto received = bench.client.received();
    CHECK(received.back() == "OK");
    std::size_t characters = 0;
    for (std::size_t i = 0; i + 1 < received.size(); ++i) {
        CHECK(received[i].size() <= debug::kPacketBytes);
        characters += (received[i].size() - 1) / 2;
    }
    CHECK(characters == 100'001);                                          // with a line end
    CHECK_THAT(bench.client.ask("qRcmd,666f6f"), Catch::EndsWith("|E16")); // foo
    CHECK(bench.client.ask("qRcmd,6") == "E16");
    CHECK(bench.core.commands == std::vector<std::string>{"halt", "long", "foo"});
}

TEST_CASE("a client that detaches takes its breakpoints along, and the core goes on")
{
    Bench bench;
    bench.client.ask("Z1,10000004,2");
    bench.client.ask("Z2,20000010,4");
    CHECK(bench.client.ask("D") == "OK");
    CHECK_FALSE(bench.core.isStopped());
    CHECK(bench.core.setPoints() == 0);
    CHECK(bench.core.debuggers == 0);
    CHECK(bench.client.ask("g") == "E03");
    CHECK(bench.client.ask("?") == "W00");
    CHECK(bench.client.ask("qfThreadInfo") == "l");
    bench.client.sendRaw("\x03");
    CHECK_FALSE(bench.core.isStopped());
}

TEST_CASE("a client that is gone in the middle of a packet has detached")
{
    Bench bench;
    bench.client.ask("Z1,10000004,2");
    bench.client.sendRaw("$m1000");
    bench.client.goAway();
    CHECK_FALSE(bench.core.isStopped());
    CHECK(bench.core.setPoints() == 0);
    CHECK(bench.core.debuggers == 0);
}

TEST_CASE("in extended mode a client attaches again, restarts and kills")
{
    Bench bench;
    CHECK(bench.client.ask("!") == "OK");
    CHECK(bench.client.ask("D") == "OK");
    CHECK_THAT(bench.client.ask("vAttach;1"), Catch::StartsWith("T02"));
    CHECK(bench.core.isStopped());
    bench.client.ask("s");
    CHECK_THAT(bench.client.ask("vRun;"), Catch::EndsWith(std::string(kAtStart)));
    bench.client.ask("s");
    CHECK(bench.client.ask("R00") == "(nothing)");
    CHECK_THAT(bench.client.ask("?"), Catch::EndsWith(std::string(kAtStart)));
    CHECK(bench.client.ask("vKill;1") == "OK");
    CHECK_FALSE(bench.core.isStopped());
    CHECK_FALSE(bench.client.session().isOver());
    CHECK(bench.client.ask("k") == "(nothing)");
    CHECK(bench.client.session().isOver());
}

TEST_CASE("all clients that wait are told of a stop, whoever causes it")
{
    Bench bench;
    bench.client.send("c");
    test::SessionClient second(bench.shared);
    CHECK_THAT(second.ask("?"), Catch::StartsWith("T02")); // a new one halts the core
    CHECK_THAT(bench.client.answer(), Catch::StartsWith("T02"));
    second.send("c");
    const std::string joined = bench.client.ask("c"); // does not know that it runs
    CHECK(joined.front() == 'O');
    bench.core.interrupt(); // by a third way, the control API
    CHECK_THAT(second.answer(), Catch::StartsWith("T02"));
    CHECK_THAT(bench.client.answer(), Catch::StartsWith("T02"));
}

TEST_CASE("a client that does not wait is told nothing until it asks")
{
    Bench bench;
    test::SessionClient second(bench.shared);
    second.ask("?");
    CHECK_THAT(second.ask("s"), Catch::StartsWith("T05"));
    CHECK(bench.client.answer() == "(nothing)");
    CHECK_THAT(bench.client.ask("?"), Catch::StartsWith("T05"));
}

TEST_CASE("another client's breakpoint is told as a plain SIGTRAP")
{
    Bench bench;
    test::SessionClient second(bench.shared);
    second.ask("qSupported:hwbreak+;swbreak+");
    bench.client.ask("Z1,10000004,2");
    second.send("c");
    bench.core.runFor(100);
    CHECK(second.answer() == "T050d:00100020;0f:04000010;thread:1;");
    bench.client.ask("z1,10000004,2");
    bench.client.ask("Z2,20000010,4");
    second.send("c");
    bench.core.runFor(100);
    CHECK(second.answer() == "T050d:00100020;0f:06000010;thread:1;");
}

TEST_CASE("the core stands until its last debugger leaves")
{
    Bench bench;
    test::SessionClient second(bench.shared);
    second.ask("?");
    CHECK(bench.client.ask("D") == "OK");
    CHECK(bench.core.isStopped());
    second.goAway();
    CHECK_FALSE(bench.core.isStopped());
}

TEST_CASE("registers are not written while the core runs, memory is")
{
    Bench bench;
    bench.client.send("c");
    CHECK(bench.client.ask("P2=78563412") == "E10");
    CHECK(bench.client.ask("M20000000,4:01020304") == "OK");
    CHECK(bench.client.ask("m20000000,4") == "01020304");
    CHECK_THAT(bench.client.ask("c10000000"), Catch::StartsWith("E."));
}

TEST_CASE("what is no GDB is not listened to")
{
    FakeCore core;
    debug::DebuggedCore shared(core);
    test::SessionClient client(shared);
    client.sendRaw("POST / HTTP/1.1\r\n\r\n" + debug::frame("M20000000,4:01020304"));
    CHECK(client.session().isOver());
    CHECK(client.receivedBytes().empty());
    CHECK(core.debuggers == 0);
    CHECK(core.word(FakeCore::kRam) == 0);
}

TEST_CASE("a packet that is too long is refused, and the next one answered")
{
    Bench bench;
    CHECK_THAT(bench.client.ask(std::string(debug::kPacketBytes + 1, 'a')),
               Catch::StartsWith("E.a packet of more than 0x4000 bytes"));
    CHECK(bench.client.ask("qC") == "QC1");
}

TEST_CASE("a client that does not take its answers is not worked for")
{
    Bench bench;
    const std::string request = debug::frame("m10000000,1000");
    std::string many;
    while (many.size() < debug::kInputBytes)
        many += request;
    debug::RemoteSession& session = bench.client.session();
    session.receive(many);
    CHECK_FALSE(session.wantsInput());
    for (int i = 0; i < 1000; ++i)
        session.work();
    CHECK(session.output().size() <= debug::kOutputBytes + 2 * FakeCore::kBytes + 4);
    CHECK(session.canWork());
}
