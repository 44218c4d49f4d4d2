// The daemon's memory with an app that runs: what benchmarks/linux_target/run prints. Not a test.
#include "perisphere/base/file.hpp"
#include "tested_device.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <thread>

using namespace perisphere;

namespace
{

constexpr unsigned kMostKiB = 6144; // that it may take

/// VmRSS and the like, in KiB.
unsigned long kibibytesOf(pid_t process, const std::string& name)
{
    constexpr std::uint64_t kMost = 65'536;
    const std::string status = readTextFile(fmt::format("/proc/{}/status", process), kMost).value();
    const auto at = status.find("\n" + name + ":");
    REQUIRE(at != std::string::npos);
    return std::stoul(status.substr(at + name.size() + 2));
}

/// Of a minute the median, once a second: what an install took is given back in the meantime.
unsigned long medianOfMinute(pid_t process)
{
    std::array<unsigned long, 60> values{};
    for (unsigned long& value : values) {
        std::this_thread::sleep_for(std::chrono::seconds(1));
        value = kibibytesOf(process, "VmRSS");
    }
    std::ranges::sort(values);
    return values[values.size() / 2];
}

void measure(const std::string& name, const std::string& configuration)
{
    test::TestedDevice device({.extra = configuration});
    device.start();
    {
        auto client = device.client();
        const auto installed =
            client.call("app.install", {{"package", device.package(test::specOf(""))}});
        if (!installed)
            FAIL(installed.error().toString());
        CHECK(test::logged(client, "runs on") != "");
        const pid_t daemon = device.daemon().process();
        const auto resident = medianOfMinute(daemon);
        fmt::print("linux.daemon_memory/{} {} KiB {} KiB {:.3f} (its own {} KiB, at most {} KiB)\n",
                   name, resident, kMostKiB, static_cast<double>(resident) / kMostKiB,
                   kibibytesOf(daemon, "RssAnon"), kibibytesOf(daemon, "VmHWM"));
    }
    CHECK(device.stop() == 0);
}

} // namespace

TEST_CASE("the daemon's memory", "[.memory]")
{
    measure("plain", "");
    measure("network", R"(, "network": {})");
}
