// Kill -9 of an app at 200 random instants: the manager starts it again, and nothing is left over.

#include "test_device.hpp"

#include <csignal>
#include <random>

namespace perisphere::app_kill_test
{

using namespace perisphere::device;
using namespace std::chrono_literals;

namespace
{

constexpr unsigned kKills = 200;
constexpr unsigned kSeed = 20240608;

std::size_t childrenOf(::pid_t pid)
{
    const std::string list =
        readTextFile(fmt::format("/proc/{0}/task/{0}/children", pid), 1U << 16U).value();
    return static_cast<std::size_t>(std::count(list.begin(), list.end(), ' '));
}

} // namespace

TEST_CASE("an app that is killed at any instant runs again and leaves nothing")
{
    test::TestDevice device;
    REQUIRE(device.install(test::packApp(R"("talk")")));
    std::minstd_rand random(kSeed);
    const std::size_t before = test::openDescriptors();
    for (unsigned round = 1; round <= kKills; ++round) {
        INFO("round " << round << " of seed " << kSeed);
        device.timers.advance(60s); // a long run: the next start is at once
        test::waitMicroseconds(static_cast<unsigned>(random() % 3000));
        ::kill(device.manager().status(test::kFirst)->processId, SIGKILL);
        device.await([&] { return device.manager().status(test::kFirst)->restarts == round; });
        CHECK(device.state() == AppState::Running);
        CHECK(childrenOf(::getpid()) == 1); // no zombie beside it
        device.connections.served.erase(device.connections.served.begin());
        CHECK(test::openDescriptors() == before);
    }
}

} // namespace perisphere::app_kill_test
