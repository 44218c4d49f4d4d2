// The real GDB at a core.
#include "gdb_process.hpp"
#include "server_fixture.hpp"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <fstream>

using namespace perisphere;
using Catch::Contains;
using test::FakeCore;
using test::GdbProcess;
using test::ServerFixture;

namespace
{

std::string attachTo(const ServerFixture& bench, std::string_view how = "remote")
{
    return fmt::format("target {} 127.0.0.1:{}", how, bench.port);
}

/// Halted before the first instruction, its counter 0.
void attachAtStart(GdbProcess& gdb, const ServerFixture& bench)
{
    gdb.run(attachTo(bench));
    gdb.run("set $pc = 0x10000000");
}

void setD0(FakeCore& core)
{
    core.writeRegister(FakeCore::kD0, 0x3ff8000000000000); // 1.5
}

} // namespace

TEST_CASE("gdb reads the registers with their floating-point and system ones")
{
    ServerFixture bench;
    bench.onMachine(setD0);
    const std::string printed =
        GdbProcess::batch({attachTo(bench), "set $r3 = 0x1234", "set $s2 = 2.5", "p/x $r3", "p $d0",
                           "p $d1", "p $s2", "p $msp", "p $psp", "info registers pc"});
    CHECK_THAT(printed, Contains("$1 = 0x1234\n$2 = 1.5\n"));
    CHECK_THAT(printed, Contains("$4 = 2.5\n$5 = (void *) 0x20001000\n$6 = (void *) 0x0\n"));
    CHECK_THAT(printed, Contains("pc             0x1000000"));
    CHECK_THAT(printed, !Contains("warning: Invalid") && !Contains("rror"));
    CHECK(bench.onMachine([](FakeCore& core) { return core.readRegister(3); }) == 0x1234);
}

TEST_CASE("gdb knows the memory map and disassembles Thumb")
{
    ServerFixture bench;
    const std::string printed =
        GdbProcess::batch({attachTo(bench), "info mem", "x/3i 0x10000000", "x/x 0x30000000"});
    CHECK_THAT(printed, Contains("0x10000000 0x10001000 ro"));
    CHECK_THAT(printed, Contains("0x20000000 0x20001000 rw"));
    CHECK_THAT(printed, Contains("movs\tr0, #0") && Contains("str\tr0, [r1, #0]"));
    CHECK_THAT(printed, Contains("Cannot access memory at address 0x30000000"));
}

TEST_CASE("gdb writes and reads memory of many packets")
{
    ServerFixture bench;
    const test::TemporaryDirectory folder;
    std::string bytes;
    for (unsigned i = 0; i < 0xf00; ++i)
        bytes += static_cast<char>(i * 7);
    std::ofstream(folder / "in.bin", std::ios::binary) << bytes;
    const std::string in = (folder / "in.bin").string();
    const std::string out = (folder / "out.bin").string();
    const std::string printed = GdbProcess::batch(
        {"set remote memory-write-packet-size 400", "set remote memory-write-packet-size fixed",
         attachTo(bench), fmt::format("restore {} binary 0x20000100", in),
         fmt::format("dump binary memory {} 0x20000100 0x20001000", out)});
    INFO(printed);
    std::ifstream back(out, std::ios::binary);
    CHECK(std::string(std::istreambuf_iterator<char>(back), {}) == bytes);
}

TEST_CASE("gdb steps and stops at breakpoints in flash and memory")
{
    ServerFixture bench;
    GdbProcess gdb;
    attachAtStart(gdb, bench);
    CHECK_THAT(gdb.run("stepi"), Contains("0x10000002 in"));
    CHECK_THAT(gdb.run("break *0x10000004"), Contains("Breakpoint 1"));
    CHECK_THAT(gdb.run("continue"), Contains("Breakpoint 1, 0x10000004 in"));
    CHECK_THAT(gdb.run("p $r0"), Contains("$1 = 1"));
    CHECK_THAT(gdb.run("continue"), Contains("Breakpoint 1, 0x10000004 in"));
    CHECK_THAT(gdb.run("p $r0"), Contains("$2 = 2"));
    gdb.run("delete");
    gdb.run("set {short[2]}0x20000800 = {0xbf00, 0xe7fd}"); // nop; b back to it
    gdb.run("break *0x20000802");
    gdb.run("set $pc = 0x20000800");
    CHECK_THAT(gdb.run("continue"), Contains("Breakpoint 2, 0x20000802 in"));
    gdb.run("delete");
    gdb.run("hbreak *0x20000802");
    CHECK_THAT(gdb.run("continue"), Contains("Breakpoint 3, 0x20000802 in"));
}

TEST_CASE("gdb is told which breakpoint cannot be set")
{
    ServerFixture bench;
    GdbProcess gdb;
    attachAtStart(gdb, bench);
    gdb.run("hbreak *0x30000000");
    CHECK_THAT(gdb.run("continue"), Contains("Cannot insert hardware breakpoint 1"));
}

TEST_CASE("gdb's watchpoints stop right behind the access")
{
    ServerFixture bench;
    GdbProcess gdb;
    attachAtStart(gdb, bench);
    gdb.run("set {int}0x20000010 = 0");
    gdb.run("watch {int}0x20000010");
    const std::string first = gdb.run("continue");
    CHECK_THAT(first, Contains("Old value = 0\nNew value = 1\n") && Contains("0x10000006 in"));
    CHECK_THAT(gdb.run("continue"), Contains("Old value = 1\nNew value = 2\n"));
    gdb.run("delete");
    gdb.run("rwatch {int}0x20000010");
    CHECK_THAT(gdb.run("continue"), Contains("Value = 2\n") && Contains("0x10000008 in"));
    gdb.run("delete");
    gdb.run("awatch {int}0x20000010");
    CHECK_THAT(gdb.run("continue"), Contains("New value = 3\n") && Contains("0x10000006 in"));
    CHECK_THAT(gdb.run("continue"), Contains("Value = 3\n") && Contains("0x10000008 in"));
}

TEST_CASE("gdb goes back: by steps, to a breakpoint, to a write, to the begin")
{
    ServerFixture bench;
    GdbProcess gdb;
    attachAtStart(gdb, bench);
    bench.onMachine([](FakeCore& core) { core.forgetHistory(); });
    gdb.run("break *0x10000008");
    gdb.run("ignore 1 2");
    gdb.run("continue");
    CHECK_THAT(gdb.run("p $r0"), Contains("$1 = 3"));
    CHECK_THAT(gdb.run("reverse-stepi"), Contains("0x10000006 in"));
    CHECK_THAT(gdb.run("reverse-continue"), Contains("Breakpoint 1, 0x10000008 in"));
    CHECK_THAT(gdb.run("p $r0"), Contains("$2 = 2"));
    gdb.run("delete");
    gdb.run("watch {int}0x20000010");
    CHECK_THAT(gdb.run("reverse-continue"),
               Contains("Old value = 2\nNew value = 1\n") && Contains("0x10000004 in"));
    gdb.run("delete");
    CHECK_THAT(gdb.run("reverse-continue"),
               Contains("No more reverse-execution history.") && Contains("0x10000000 in"));
    CHECK_THAT(gdb.run("stepi"), Contains("0x10000002 in"));
}

TEST_CASE("Ctrl-C in gdb halts the core")
{
    ServerFixture bench;
    GdbProcess gdb;
    attachAtStart(gdb, bench);
    gdb.start("continue");
    bench.waitFor([](const FakeCore& core) { return !core.isStopped(); });
    gdb.pressCtrlC();
    CHECK_THAT(gdb.finish(), Contains("SIGINT"));
    CHECK(bench.onMachine([](const FakeCore& core) { return core.isStopped(); }));
}

TEST_CASE("gdb shows why a core locked up, and why it cannot go on")
{
    ServerFixture bench;
    GdbProcess gdb;
    attachAtStart(gdb, bench);
    gdb.run("set {short}0x20000800 = 0xde00");
    gdb.run("set $pc = 0x20000800");
    const std::string fault = gdb.run("continue");
    CHECK_THAT(fault, Contains("undefined instruction de00 at 0x20000800: locked up\n"));
    CHECK_THAT(fault, Contains("SIGSEGV"));
    CHECK_THAT(gdb.run("continue"), Contains("the core has locked up; \"monitor reset\""));
    CHECK_THAT(gdb.run("monitor reset"), Contains("reset; the core is at its first instruction\n"));
    gdb.run("maintenance flush register-cache");
    CHECK_THAT(gdb.run("stepi"), Contains("0x10000002 in"));
}

TEST_CASE("gdb passes monitor commands on, with their errors")
{
    ServerFixture bench;
    const std::string printed =
        GdbProcess::batch({attachTo(bench), "monitor reset", "monitor nonsense"});
    CHECK_THAT(printed, Contains("reset; the core is at its first instruction\n"));
    CHECK_THAT(printed, Contains("no command \"nonsense\"\n") && Contains("Protocol error"));
}

TEST_CASE("gdb shows the core as a thread")
{
    ServerFixture bench;
    CHECK_THAT(GdbProcess::batch({attachTo(bench), "info threads"}),
               Contains("real-time core 0, halted"));
}

TEST_CASE("gdb detaches, the core goes on, and gdb attaches again")
{
    ServerFixture bench;
    GdbProcess gdb;
    attachAtStart(gdb, bench);
    gdb.run("break *0x10000004");
    gdb.run("continue");
    CHECK_THAT(gdb.run("detach"), Contains("detached"));
    bench.waitFor([](const FakeCore& core) { return !core.isStopped(); });
    CHECK(bench.onMachine([](const FakeCore& core) { return core.setPoints(); }) == 0);
    gdb.run(attachTo(bench));
    CHECK(bench.onMachine([](const FakeCore& core) { return core.isStopped(); }));
    CHECK_THAT(gdb.run("continue"), Contains("Breakpoint 1, 0x10000004 in"));
}

TEST_CASE("a gdb that crashes leaves a running core without breakpoints")
{
    ServerFixture bench;
    GdbProcess gdb;
    attachAtStart(gdb, bench);
    gdb.run("set breakpoint always-inserted on");
    gdb.run("break *0x10000004");
    CHECK(bench.onMachine([](const FakeCore& core) { return core.setPoints(); }) == 1);
    gdb.kill();
    bench.waitFor([](const FakeCore& core) { return core.setPoints() == 0 && !core.isStopped(); });
}

TEST_CASE("gdb's end in the middle of a batch leaves a running core")
{
    ServerFixture bench;
    CHECK_THAT(GdbProcess::batch({attachTo(bench), "stepi"}), Contains("detached"));
    bench.waitFor([](const FakeCore& core) { return core.debuggers == 0 && !core.isStopped(); });
}

TEST_CASE("an extended-remote gdb runs, detaches, attaches and kills on one connection")
{
    ServerFixture bench;
    GdbProcess gdb;
    gdb.run(attachTo(bench, "extended-remote"));
    CHECK_THAT(gdb.run("detach"), Contains("detached"));
    CHECK_THAT(gdb.run("attach 1"), Contains(" in ?? ()"));
    CHECK(bench.onMachine([](const FakeCore& core) { return core.isStopped(); }));
    gdb.run("break *0x10000002");
    gdb.run("set remote exec-file firmware");
    CHECK_THAT(gdb.run("run"), Contains("Breakpoint 1, 0x10000002 in"));
    CHECK_THAT(gdb.run("kill"), Contains("killed"));
    bench.waitFor([](const FakeCore& core) { return !core.isStopped(); });
}

TEST_CASE("two gdbs see one core, and both are told when it stops")
{
    ServerFixture bench;
    GdbProcess first;
    GdbProcess second;
    attachAtStart(first, bench);
    second.run(attachTo(bench));
    CHECK_THAT(second.run("p $pc"), Contains("0x10000000"));
    first.run("set $r7 = 42");
    CHECK_THAT(second.run("p $r7"), Contains("= 0")); // read before, as GDB keeps registers
    second.run("maintenance flush register-cache");
    CHECK_THAT(second.run("p $r7"), Contains("= 42"));
    first.start("continue");
    bench.waitFor([](const FakeCore& core) { return !core.isStopped(); });
    second.start("continue");
    second.waitToPrint("real-time core 0 is running already");
    second.pressCtrlC();
    CHECK_THAT(second.finish(), Contains("SIGINT"));
    CHECK_THAT(first.finish(), Contains("SIGINT"));
}

TEST_CASE("a gdb that attaches halts the core that another one has let run")
{
    ServerFixture bench;
    GdbProcess first;
    attachAtStart(first, bench);
    first.start("continue");
    bench.waitFor([](const FakeCore& core) { return !core.isStopped(); });
    GdbProcess second;
    second.run(attachTo(bench));
    CHECK_THAT(first.finish(), Contains("SIGINT"));
    second.run("detach");
    CHECK(bench.onMachine([](const FakeCore& core) { return core.isStopped(); }));
}
