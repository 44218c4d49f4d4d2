// systemd's watchdog, as systemd would hear it. The machine's is tried in a virtual one.
#include "tested_device.hpp"

#include <csignal>
#include <cstdlib>
#include <string>

using namespace perisphere;

TEST_CASE("the daemon gives signs of life as often as systemd wants, unless it hangs", "[daemon]")
{
    if (!test::canUseSandbox())
        return;
    test::TestedDevice device;
    device.start({"WATCHDOG_USEC=200000"});
    // The first came before it was ready, or comes at once; what counts is that they go on.
    for (int i = 0; i < 5; ++i)
        CHECK(device.daemon().nextNotice() == "WATCHDOG=1");
    CHECK(device.stop() == 0);
}

TEST_CASE("a hanging daemon gets the machine reset", "[.watchdog]")
{
    test::TestedDevice device({.extra = R"(, "watchdog": {"seconds": 2})"});
    device.start();
    REQUIRE(::kill(device.daemon().process(), SIGSTOP) == 0);
    ::pause(); // not for long
}

TEST_CASE("an orderly end leaves the machine alone", "[.watchdog-end]")
{
    test::TestedDevice device({.extra = R"(, "watchdog": {"seconds": 2})"});
    device.start();
    CHECK(device.stop() == 0);
    constexpr unsigned kLonger = 4;
    ::sleep(kLonger);
}
