// PWM of the Linux target, on a folder in the place of sysfs. What a kernel's chip refuses:
// tests/target.
#include "perisphere/linux/services/pwm_chips.hpp"

#include "channel_client.hpp"
#include "perisphere/base/atomic_file.hpp"
#include "perisphere/base/file.hpp"
#include "perisphere/protocol/pwm.hpp"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

namespace perisphere::pwm_chips_test
{

using test::call;

namespace
{

/// One chip, whose output 3 is exported.
struct Bench {
    Bench()
    {
        const auto chip = sys / "class/pwm/pwmchip4";
        output = chip / "pwm3";
        std::filesystem::create_directories(output);
        std::filesystem::create_directory_symlink("../../../devices/fe20c000.pwm", chip / "device");
        for (const auto& [name, value] : std::map<std::string, std::string>{
                 {"period", "0"}, {"duty_cycle", "0"}, {"polarity", "normal"}, {"enable", "0"}})
            REQUIRE(replaceFile(output / name, value + "\n"));
        names.pwms[2] = {{.device = "fe20c000.pwm", .channel = 3}};
    }

    [[nodiscard]] std::string state() const
    {
        std::string all;
        for (const char* const name : {"period", "duty_cycle", "polarity", "enable"}) {
            std::string text = readTextFile(output / name, 64).value();
            if (text.ends_with('\n'))
                text.pop_back();
            all += (all.empty() ? "" : " ") + text;
        }
        return all;
    }

    test::TemporaryDirectory sys;
    std::filesystem::path output;
    target::DeviceNames names;
    target::PwmChips service{names, sys.path()};
    device::App app;
};

} // namespace

TEST_CASE("an output takes the period, the duty and the polarity that are asked for")
{
    Bench bench;
    const auto pwm = bench.service.open(bench.app, 2);
    REQUIRE(pwm);
    const auto apply = [&](const protocol::PwmApplyRequest& request) {
        return call(*pwm, request).error;
    };
    CHECK(apply({.periodNanoseconds = 1000, .dutyNanoseconds = 250, .enabled = 1}) == 0);
    CHECK(bench.state() == "1000 250 normal 1");
    CHECK(apply({.periodNanoseconds = 200, .dutyNanoseconds = 100, .enabled = 1}) == 0);
    CHECK(bench.state() == "200 100 normal 1");
    CHECK(apply({.periodNanoseconds = 200, .dutyNanoseconds = 200, .polarity = 1, .enabled = 1}) ==
          0);
    CHECK(bench.state() == "200 200 inversed 1");
    CHECK(apply({.periodNanoseconds = 200, .dutyNanoseconds = 0, .polarity = 1}) == 0);
    CHECK(bench.state() == "200 0 inversed 0");
}

TEST_CASE("a state that no output has changes nothing")
{
    Bench bench;
    const auto pwm = bench.service.open(bench.app, 2);
    const auto again = bench.service.open(bench.app, 2);
    REQUIRE((pwm && again));
    const auto apply = [&](const protocol::PwmApplyRequest& request) {
        return call(*again, request).error;
    };
    CHECK(apply({.periodNanoseconds = 0}) == EINVAL);
    CHECK(apply({.periodNanoseconds = 10, .dutyNanoseconds = 11}) == EINVAL);
    CHECK(apply({.periodNanoseconds = 10, .polarity = 2}) == EINVAL);
    CHECK(apply({.channel = 1, .periodNanoseconds = 10}) == ENODEV);
    CHECK(bench.state() == "0 0 normal 0");
}

TEST_CASE("a controller that the board does not have, or has not now, is ENODEV")
{
    Bench bench;
    CHECK(bench.service.open(bench.app, 0).error().error == ENODEV);
    bench.names.pwms[1] = {{.device = "absent.pwm", .channel = 0}};
    const auto absent = bench.service.open(bench.app, 1);
    REQUIRE_FALSE(absent);
    CHECK(absent.error().error == ENODEV);
    CHECK(absent.error().reason.find("\"absent.pwm\"") != std::string::npos);
}

TEST_CASE("a controller is not open more often than it can be served")
{
    Bench bench;
    std::vector<device::Opened> opened;
    for (auto one = bench.service.open(bench.app, 2);; one = bench.service.open(bench.app, 2)) {
        if (!one) {
            CHECK(one.error().error == EMFILE);
            break;
        }
        opened.push_back(std::move(*one));
        REQUIRE(opened.size() < 1000);
    }
    CHECK(opened.size() >= 16);
    CHECK(call(opened.back(), protocol::PwmApplyRequest{.periodNanoseconds = 10}).error == 0);
}

} // namespace perisphere::pwm_chips_test
