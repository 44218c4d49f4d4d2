// Which devices of Linux stand for the peripherals that apps know.
#include "perisphere/base/file.hpp"
#include "perisphere/linux/device_names.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <set>

namespace
{

using perisphere::Checked;
using perisphere::target::DeviceNames;
using perisphere::target::parseDeviceNames;

/// With `members` beside the name and the description.
Checked<DeviceNames> parsed(const std::string& members)
{
    return parseDeviceNames(R"({"name": "bench", "description": "a bench")" +
                                (members.empty() ? "" : ", " + members) + "}",
                            "bench.json");
}

/// The findings of a text, a line each.
std::string findings(const std::string& members)
{
    std::string lines;
    for (const auto& finding : parsed(members).diagnostics)
        lines += finding.toString() + '\n';
    return lines;
}

} // namespace

TEST_CASE("a board's peripherals are found by the names that apps have for them")
{
    auto checked = parsed(R"(
        "gpio": {"8": {"chip": "pinctrl-bcm2711", "line": 17}, "80": {"chip": "9030000.pl061", "line": 0}},
        "uart": {"ISU0": "/dev/ttyAMA0"},
        "i2c": {"ISU4": "/dev/i2c-1"},
        "spi": {"ISU1": {"B": "/dev/spidev0.1"}},
        "adc": [{"device": "ads1115", "channel": 3, "bits": 16}],
        "pwm": {"PWM-CONTROLLER-2": [{"device": "fe20c000.pwm", "channel": 1}]},
        "rtc": "/dev/rtc0", "wifi": "wlan0", "ethernet": "eth0")");
    INFO(findings(""));
    REQUIRE(checked.ok());
    const DeviceNames& names = *checked.value;
    CHECK(names.name == "bench");
    REQUIRE(names.gpios.size() == 2);
    CHECK(names.gpios.at(8).chip == "pinctrl-bcm2711");
    CHECK(names.gpios.at(8).line == 17);
    CHECK(names.gpios.contains(80));
    CHECK(names.uarts[0] == "/dev/ttyAMA0");
    CHECK_FALSE(names.uarts[1]);
    CHECK(names.i2cs[4] == "/dev/i2c-1");
    CHECK_FALSE(names.spis[1].chipSelectA);
    CHECK(names.spis[1].chipSelectB == "/dev/spidev0.1");
    REQUIRE(names.adc.size() == 1);
    CHECK(names.adc[0].channel == 3);
    CHECK(names.adc[0].bits == 16);
    REQUIRE(names.pwms[2].size() == 1);
    CHECK(names.pwms[2][0].device == "fe20c000.pwm");
    CHECK(names.rtc == "/dev/rtc0");
    CHECK(names.wifi == "wlan0");
    CHECK(names.ethernet == "eth0");
}

TEST_CASE("a board may have none of them")
{
    const auto checked = parsed("");
    REQUIRE(checked.ok());
    CHECK(checked.value->gpios.empty());
    CHECK(checked.value->adc.empty());
}

TEST_CASE("two peripherals are never one device of Linux")
{
    const std::string lines = findings(R"("gpio": {"0": {"chip": "a", "line": 1},
        "1": {"chip": "a", "line": 1}, "2": {"chip": "b", "line": 1}})");
    CHECK(lines ==
          "bench.json:2:14: error: line 1 of \"a\" stands for \"/gpio/0\" already; expected "
          "a device of its own for each peripheral; leave out the peripheral that the "
          "board does not have (/gpio/1) [shared-device]\n");
    CHECK(findings(R"("uart": {"ISU0": "/dev/ttyS0", "ISU3": "/dev/ttyS0"})").find("/uart/ISU3") !=
          std::string::npos);
    CHECK(findings(R"("spi": {"ISU0": {"A": "/dev/spidev0.0", "B": "/dev/spidev0.0"}})")
              .find("/spi/ISU0/B") != std::string::npos);
    CHECK(findings(R"("adc": [{"device": "x", "channel": 0, "bits": 12},
                              {"device": "x", "channel": 0, "bits": 12}])")
              .find("(/adc/1) [shared-device]") != std::string::npos);
    CHECK(findings(R"("pwm": {"PWM-CONTROLLER-0": [{"device": "x", "channel": 0}],
                              "PWM-CONTROLLER-1": [{"device": "x", "channel": 0}]})")
              .find("(/pwm/PWM-CONTROLLER-1/0) [shared-device]") != std::string::npos);
}

TEST_CASE("what is no name of a peripheral or of a device is refused")
{
    const auto [members, pointer] = GENERATE(table<std::string, std::string>(
        {{R"("gpio": {"24": {"chip": "a", "line": 1}})", "/gpio/24"},
         {R"("gpio": {"00": {"chip": "a", "line": 1}})", "/gpio/00"},
         {R"("gpio": {"1": {"chip": "a/b", "line": 1}})", "/gpio/1/chip"},
         {R"("gpio": {"1": {"chip": "a", "line": -1}})", "/gpio/1/line"},
         {R"("uart": {"ISU5": "/dev/ttyS0"})", "/uart/ISU5"},
         {R"("uart": {"ISU0": "/dev/../etc/passwd"})", "/uart/ISU0"},
         {R"("uart": {"ISU0": "ttyS0"})", "/uart/ISU0"},
         {R"("i2c": {"ISU0": "/dev/i2c-1\n"})", "/i2c/ISU0"},
         {R"("spi": {"ISU0": {"C": "/dev/spidev0.0"}})", "/spi/ISU0/C"},
         {R"("adc": [{"device": "x", "channel": 0}])", "/adc/0"},
         {R"("pwm": {"PWM-CONTROLLER-3": []})", "/pwm/PWM-CONTROLLER-3"},
         {R"("wifi": "a-name-that-is-too-long")", "/wifi"},
         {R"("can": {})", "/can"}}));
    INFO(members);
    CHECK(findings(members).find("(" + pointer + ") [schema-") != std::string::npos);
    CHECK_FALSE(parsed(members).ok());
}

TEST_CASE("the boards that come with it are right, and called as their files are")
{
    std::set<std::string> boards;
    for (const auto& entry : std::filesystem::directory_iterator(BOARDS)) {
        INFO(entry.path());
        const auto text = perisphere::readTextFile(entry.path(), 64 * 1024);
        REQUIRE(text);
        const auto checked = parseDeviceNames(*text, entry.path().filename());
        for (const auto& finding : checked.diagnostics)
            FAIL_CHECK(finding.toString());
        REQUIRE(checked.ok());
        CHECK(checked.value->name + ".json" == entry.path().filename());
        boards.insert(checked.value->name);
    }
    CHECK(boards.contains("qemu_virt"));
}
