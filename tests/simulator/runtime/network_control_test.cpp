// The network as the control API sees it, on a device that starts.
#include "device_bench.hpp"

using namespace perisphere;

TEST_CASE("a board without a network around it has an interface that is not connected, and no time")
{
    test::DeviceBench bench;
    bench.run([&] {
        control::ControlTarget& control = bench.device().control();
        control.time().step(std::chrono::seconds(30), [&bench, &control](const Result<>& stepped) {
            REQUIRE(stepped);
            const control::NetworkStatus status = control.network().status();
            REQUIRE(status.interfaces.size() == 1);
            CHECK(status.interfaces[0].name == "wlan0");
            CHECK(status.interfaces[0].isUp);
            CHECK_FALSE(status.interfaces[0].isConnected);
            CHECK(status.interfaces[0].address.empty());
            CHECK_FALSE(status.wifi);
            CHECK_FALSE(status.isReady);
            CHECK_FALSE(status.isClockSet);
            CHECK_FALSE(status.rtc);
            CHECK_FALSE(status.whyNoNames.empty());
            bench.device().shutdown();
        });
    });
}
