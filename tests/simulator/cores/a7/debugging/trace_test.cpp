// System calls as --strace tells them.

#include "emulated_program.hpp"

#include <catch2/catch.hpp>

namespace perisphere::test
{

using Catch::Matchers::Contains;

TEST_CASE("system calls are told with names for flags, texts, signals and errors")
{
    EmulatedProgram emulated({PERISPHERE_DEBUGGED "-thumb"}, {"--strace"});
    CHECK(emulated.end() == "exit 7");
    const std::string& printed = emulated.printed();
    CHECK_THAT(printed, Contains("access(\"/etc/ld.so.preload\", 04) = -1 ENOENT "
                                 "(No such file or directory)\n"));
    CHECK_THAT(printed, Contains("openat(AT_FDCWD, \"/lib/libc.so.6\", "
                                 "O_RDONLY|O_CLOEXEC|O_LARGEFILE, 0) = "));
    CHECK_THAT(printed, Contains("PROT_READ|PROT_EXEC, MAP_PRIVATE"));
    CHECK_THAT(printed, Contains(", \"\\x7fELF"));
    CHECK_THAT(printed, Contains("rt_sigaction(SIGUSR1, 0x") && Contains(", SIGUSR1) = 0\n"));
    CHECK_THAT(printed, Contains("getppid() = "));
    CHECK_THAT(printed, Contains(", \"abcd\", 4) = 4\n"));
    CHECK_THAT(printed, Contains("FUTEX_"));
}

} // namespace perisphere::test
