// A real GDB on programs of the application core.

#include "debug/gdb_process.hpp"
#include "emulated_program.hpp"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

namespace perisphere::test
{
namespace
{

using Catch::Matchers::Contains;

/// Dynamic, position-independent, T32.
const std::string kThumb = PERISPHERE_DEBUGGED "-thumb";
/// Static, at fixed addresses, A32.
const std::string kArm = PERISPHERE_DEBUGGED "-arm";

/// GDB on the program, before its first instruction.
class Session
{
public:
    explicit Session(const std::string& program, const std::string& argument = "")
        : emulated(argument.empty() ? std::vector{program} : std::vector{program, argument})
    {
        gdb.run("set sysroot " PERISPHERE_DEVICE_ROOT);
        gdb.run("file " + program);
        gdb.run(emulated.connect());
    }

    std::string run(std::string_view command) { return gdb.run(command); }

    EmulatedProgram emulated;
    GdbProcess gdb;
};

} // namespace

TEST_CASE("gdb breaks at functions of programs in both instruction sets")
{
    const auto program = GENERATE_COPY(values({kThumb, kArm}));
    INFO(program);
    Session session(program);
    session.run("break add");
    CHECK_THAT(session.run("continue"), Contains("Breakpoint 1, add (a=1, b=2)"));
    const std::string stack = session.run("backtrace");
    CHECK_THAT(stack, Contains("#0  add (a=1, b=2)"));
    CHECK_THAT(stack, Contains(" in main (argc=1"));
    CHECK_THAT(session.run("finish"), Contains("Value returned is $1 = 3"));
    CHECK_THAT(session.run("print ratio"), Contains("= 1.5"));
    session.run("delete");
    CHECK_THAT(session.run("print add(20, 3)"), Contains("= 23"));
    session.run("set var ratio = 2.5");
    session.run("handle SIGUSR1 nostop noprint pass");
    CHECK_THAT(session.run("continue"), Contains("exited with code 07"));
    CHECK(session.emulated.end() == "exit 7");
    CHECK_THAT(session.emulated.printed(), Contains(" 5\n"));
}

TEST_CASE("gdb knows the shared libraries where they are loaded")
{
    Session session(kThumb);
    session.run("break main");
    session.run("continue");
    const std::string libraries = session.run("info sharedlibrary");
    CHECK_THAT(libraries, Contains("ld-linux-armhf.so.3") && Contains("libc.so.6"));
    CHECK_THAT(libraries, !Contains("No  "));
    session.run("break pthread_create");
    CHECK_THAT(session.run("handle SIGUSR1 nostop noprint pass"), Contains("SIGUSR1"));
    CHECK_THAT(session.run("continue"), Contains("in pthread_create") && Contains("libc.so.6"));
    CHECK_THAT(session.run("backtrace"), Contains(" in main "));
}

TEST_CASE("gdb takes the program and its libraries from the emulated process")
{
    EmulatedProgram emulated({kThumb});
    GdbProcess gdb;
    CHECK_THAT(gdb.run(emulated.connect()), Contains("Reading symbols from target:"));
    gdb.run("break add");
    CHECK_THAT(gdb.run("continue"), Contains("add (a=1, b=2)"));
    CHECK_THAT(gdb.run("info sharedlibrary"), Contains("target:/") && Contains("libc.so.6"));
}

TEST_CASE("gdb steps by instruction and by line")
{
    const auto program = GENERATE_COPY(values({kThumb, kArm}));
    INFO(program);
    Session session(program);
    session.run("break add");
    session.run("continue");
    const std::string before = session.run("print/x $pc");
    session.run("stepi");
    CHECK(session.run("print/x $pc") != before);
    CHECK_THAT(session.run("next"), Contains("return counter"));
    session.run("handle SIGUSR1 nostop noprint pass");
    CHECK_THAT(session.run("finish"), Contains("main"));
    CHECK_THAT(session.run("next"), Contains("getppid()"));
}

TEST_CASE("a watched variable stops the program behind the write, the kernel's as well")
{
    Session session(kThumb);
    session.run("handle SIGUSR1 nostop noprint pass");
    session.run("break main");
    session.run("continue");
    session.run("watch counter");
    CHECK_THAT(session.run("continue"), Contains("New value = 3"));
    CHECK_THAT(session.run("continue"), Contains("New value = 13"));
    CHECK_THAT(session.run("backtrace 1"), Contains("onUser"));
    CHECK_THAT(session.run("continue"), Contains("New value = 35"));
    CHECK_THAT(session.run("backtrace 1"), Contains("add (a=30, b=5)"));
    CHECK_THAT(session.run("continue"), Contains("New value = 1684234849"));
    session.run("delete");
    session.run("rwatch ratio");
    CHECK_THAT(session.run("continue"), Contains("Value = 1.5"));
}

TEST_CASE("threads have names and places, and one of them can go on alone")
{
    Session session(kThumb);
    session.run("handle SIGUSR1 nostop noprint pass");
    session.run("break work");
    CHECK_THAT(session.run("continue"), Contains("Breakpoint 1, work"));
    const std::string threads = session.run("info threads");
    CHECK_THAT(threads, Contains("waits in futex") && Contains("* 2 "));
    session.run("thread 1");
    CHECK_THAT(session.run("backtrace 1"), Contains("#0 ") && Contains("libc.so.6"));
    session.run("thread 2");
    CHECK_THAT(session.run("backtrace 1"), Contains("#0  work"));
    session.run("set scheduler-locking on");
    CHECK_THAT(session.run("next"), Contains("if (isFailing)"));
    session.run("set scheduler-locking off");
    CHECK_THAT(session.run("continue"), Contains("exited with code 07"));
}

TEST_CASE("signals stop before they are delivered and can be kept from the program")
{
    Session session(kThumb);
    CHECK_THAT(session.run("continue"), Contains("SIGUSR1"));
    CHECK_THAT(session.run("print $_siginfo.si_signo"), Contains("= 10"));
    session.run("break getppid");
    session.run("signal 0");
    CHECK_THAT(session.run("print counter"), Contains("= 3"));
    session.run("delete");
    session.run("break onUser");
    session.run("break work");
    CHECK_THAT(session.run("signal SIGUSR1"), Contains("onUser (number=10)"));
    CHECK_THAT(session.run("backtrace"), Contains("<signal handler called>"));
    CHECK_THAT(session.run("continue"), Contains("work"));
    CHECK_THAT(session.run("print counter"), Contains("= 13"));
}

TEST_CASE("system calls are caught by their names")
{
    Session session(kThumb);
    session.run("handle SIGUSR1 nostop noprint pass");
    session.run("catch syscall getppid");
    CHECK_THAT(session.run("continue"), Contains("call to syscall getppid"));
    CHECK_THAT(session.run("continue"), Contains("returned from syscall getppid"));
    session.run("delete");
    CHECK_THAT(session.run("continue"), Contains("exited with code 07"));
}

TEST_CASE("a crash stops at the instruction that made it, and ends the program as it would")
{
    const auto program = GENERATE_COPY(values({kThumb, kArm}));
    INFO(program);
    Session session(program, "crash");
    session.run("handle SIGUSR1 nostop noprint pass");
    CHECK_THAT(session.run("continue"), Contains("SIGSEGV") && Contains("*place = 1"));
    CHECK_THAT(session.run("print $_siginfo._sifields._sigfault.si_addr"), Contains("0x8"));
    CHECK_THAT(session.run("backtrace"), Contains("#0  0x") && Contains(" in main "));
    CHECK_THAT(session.run("continue"), Contains("terminated with signal SIGSEGV"));
    CHECK(session.emulated.end() == "signal 11");
}

TEST_CASE("Ctrl-C stops a program that waits; after detaching it goes on and takes another gdb")
{
    Session session(kThumb, "wait");
    session.run("handle SIGUSR1 nostop noprint pass");
    session.gdb.start("continue");
    session.emulated.waitToPrint("waits");
    session.gdb.pressCtrlC();
    CHECK_THAT(session.gdb.finish(), Contains("SIGINT"));
    CHECK_THAT(session.run("backtrace"), Contains(" in main "));
    CHECK_THAT(session.run("print add(40, 2)"), Contains("= 42")); // in the middle of a call
    session.run("break add");                                      // goes with its debugger
    CHECK_THAT(session.run("detach"), Contains("detached"));

    GdbProcess second;
    second.run("set sysroot " PERISPHERE_DEVICE_ROOT);
    second.run("file " + kThumb);
    second.run(session.emulated.connect());
    CHECK_THAT(second.run("print counter"), Contains("= 42"));
    second.run("set var isReleased = 1");
    CHECK_THAT(second.run("continue"), Contains("exited with code 07"));
}

TEST_CASE("a gdb that dies lets the program go on, and kill ends it")
{
    EmulatedProgram emulated({kThumb, "wait"});
    {
        GdbProcess gdb;
        gdb.run("file " + kThumb);
        gdb.run(emulated.connect());
        gdb.run("break add");
        gdb.kill();
    }
    GdbProcess gdb;
    gdb.run("file " + kThumb);
    gdb.run(emulated.connect());
    gdb.run("kill");
    CHECK(emulated.end() == "signal 9");
}

TEST_CASE("several debuggers see the same program")
{
    Session session(kThumb);
    GdbProcess second;
    second.run("set sysroot " PERISPHERE_DEVICE_ROOT);
    second.run("file " + kThumb);
    second.run(session.emulated.connect());
    session.run("break add");
    session.run("continue");
    second.run("maintenance flush register-cache");
    CHECK_THAT(second.run("backtrace 1"), Contains("#0  add (a=1, b=2)"));
    second.run("set var ratio = 4.5");
    CHECK_THAT(session.run("print ratio"), Contains("= 4.5"));
}

TEST_CASE("a crash leaves a core file that gdb opens, and a backtrace")
{
    const auto program = GENERATE_COPY(values({kThumb, kArm}));
    INFO(program);
    const TemporaryDirectory folder;
    const std::string core = (folder.path() / "core").string();
    EmulatedProgram emulated({program, "crash"}, {"--core", core});
    CHECK(emulated.end() == "signal 11");
    CHECK_THAT(emulated.printed(), Contains("SIGSEGV for address 0x00000008"));
    CHECK_THAT(emulated.printed(), Contains("#0 crash+0x") && Contains("#1 main+0x"));

    const std::string printed = GdbProcess::batch(
        {"set sysroot " PERISPHERE_DEVICE_ROOT, "file " + program, "core " + core, "backtrace",
         "info sharedlibrary", "print $_siginfo._sifields._sigfault.si_addr", "print counter",
         "info registers d8"});
    CHECK_THAT(printed, Contains("terminated with signal SIGSEGV"));
    CHECK_THAT(printed, Contains("in crash (place=0x8)") && Contains(" in main (argc=2"));
    CHECK_THAT(printed, Contains("(void *) 0x8") && Contains("= 1684234849"));
    if (program == kThumb)
        CHECK_THAT(printed, Contains("Yes (*)     " PERISPHERE_DEVICE_ROOT "/lib/libc.so.6"));
}

TEST_CASE("a core file has all threads, each with its own place")
{
    const TemporaryDirectory folder;
    const std::string core = (folder.path() / "core").string();
    EmulatedProgram emulated({kThumb, "thread"}, {"--core", core});
    CHECK(emulated.end() == "signal 6");
    const std::string printed =
        GdbProcess::batch({"set sysroot " PERISPHERE_DEVICE_ROOT, "file " + kThumb, "core " + core,
                           "info threads", "backtrace"});
    CHECK_THAT(printed, Contains("terminated with signal SIGABRT"));
    CHECK_THAT(printed, Contains("* 1 ") && Contains("  2 ") && Contains(" in fail "));
}

TEST_CASE("a core file that cannot be written is told, and the program ends as it would")
{
    EmulatedProgram emulated({kArm, "crash"}, {"--core", "/no/such/folder/core"});
    CHECK(emulated.end() == "signal 11");
    CHECK_THAT(emulated.printed(), Contains("/no/such/folder/core") && Contains("No such file"));
}

} // namespace perisphere::test
