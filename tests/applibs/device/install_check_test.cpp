#include "perisphere/device/install_check.hpp"

#include "packages.hpp"
#include "perisphere/device/package_check.hpp"

#include <catch2/catch.hpp>

namespace perisphere::install_check_test
{

using namespace perisphere::device;
using manifest::Capability;

namespace
{

std::shared_ptr<const App> app(const std::string& componentId, const std::string& capabilities,
                               const std::string& extra = {})
{
    const auto package = test::pack({.componentId = componentId,
                                     .name = "App " + componentId.substr(0, 1),
                                     .capabilities = capabilities,
                                     .extra = extra});
    auto checked = checkPackage(package, "p", {});
    if (!checked)
        FAIL(checked.error().error.toString());
    return std::make_shared<const App>(std::move(checked->app));
}

/// The number by which an app with `wanted` is refused beside one with `held`; 0 when it is not.
std::uint32_t conflict(const std::string& held, const std::string& wanted)
{
    const std::vector installed = {app(test::kFirst, held)};
    const auto checked = checkInstall(*app(test::kSecond, wanted), installed);
    return checked ? 0 : checked.error().number;
}

constexpr const char* kRealTime = R"("ApplicationType":"RealTimeCapable",)";

} // namespace

TEST_CASE("each pin, peripheral and port belongs to one app")
{
    CHECK(conflict(R"("Gpio":[8])", R"("Gpio":[8])") == kGpioInUse);
    CHECK(conflict(R"("Uart":["ISU0"])", R"("Uart":["ISU0"])") == kPeripheralInUse);
    CHECK(conflict(R"("AllowedTcpServerPorts":[80])", R"("AllowedTcpServerPorts":[80])") ==
          kServerPortClaimed);
    CHECK(conflict(R"("AllowedUdpServerPorts":[80])", R"("AllowedUdpServerPorts":[80])") ==
          kServerPortClaimed);
}

TEST_CASE("pads of one block go to one app together")
{
    CHECK(conflict(R"("Gpio":[8])", R"("Gpio":[9])") == kGpioBlockConflict);
    CHECK(conflict(R"("Pwm":["PWM-CONTROLLER-0"])", R"("Gpio":[2])") == kPwmConflict);
    CHECK(conflict(R"("Gpio":[2])", R"("Pwm":["PWM-CONTROLLER-0"])") == kPwmConflict);
    CHECK(conflict(R"("Uart":["ISU0"])", R"("SpiMaster":["ISU0"])") == kPinsInUse);
    CHECK(conflict(R"("Uart":["ISU0"])", R"("Gpio":[26])") == kGpioBlockConflict);
}

TEST_CASE("what does not touch is installed")
{
    CHECK(conflict(R"("Gpio":[8],"Uart":["ISU0"])", R"("Gpio":[12],"Uart":["ISU1"])") == 0);
    CHECK(conflict(R"("AllowedTcpServerPorts":[80])", R"("AllowedUdpServerPorts":[80])") == 0);
}

TEST_CASE("an app does not conflict with the version of it that it replaces")
{
    const std::vector installed = {app(test::kFirst, R"("Gpio":[8])")};
    CHECK(checkInstall(*app(test::kFirst, R"("Gpio":[8,9])"), installed));
}

TEST_CASE("the refusal names both apps, the place and what to do")
{
    const std::vector installed = {app(test::kFirst, R"("Gpio":[8])")};
    const auto checked = checkInstall(*app(test::kSecond, R"("Gpio":[8])"), installed);
    REQUIRE_FALSE(checked);
    const std::string text = checked.error().error.toString();
    CHECK(text.find("App 2") != std::string::npos);
    CHECK(text.find("App 1") != std::string::npos);
    CHECK(text.find("/Capabilities/Gpio/0") != std::string::npos);
    CHECK(text.find("remove \"App 1\"") != std::string::npos);
}

TEST_CASE("there are two real-time cores and one place for a debugger")
{
    std::vector installed = {app(test::kFirst, R"("Gpio":[8])", kRealTime)};
    CHECK(checkInstall(*app(test::kSecond, R"("Gpio":[12])", kRealTime), installed));
    CHECK(checkInstall(*app(test::kSecond, R"("Gpio":[9])", kRealTime), installed).error().number ==
          kGpioBlockConflict);
    installed.push_back(app(test::kSecond, "", kRealTime));
    CHECK(checkInstall(*app(test::kThird, "", kRealTime), installed).error().number ==
          kNoFreeRealTimeCore);
    CHECK(checkInstall(*app(test::kSecond, "", kRealTime), installed));
    CHECK(checkInstall(*app(test::kThird, ""), installed));

    constexpr const char* kDebugger = R"("ApplicationType":"Debugger",)";
    installed = {app(test::kFirst, "", kDebugger)};
    CHECK(checkInstall(*app(test::kSecond, "", kDebugger), installed).error().number ==
          kDebuggerAlreadyLoaded);
}

TEST_CASE("partners are apps that list each other")
{
    const auto links = [](const char* partner) {
        return R"("AllowedApplicationConnections":[")" + std::string(partner) + R"("])";
    };
    const auto first = app(test::kFirst, links(test::kSecond));
    CHECK(arePartners(*first, *app(test::kSecond, links(test::kFirst))));
    CHECK_FALSE(arePartners(*first, *app(test::kSecond, "")));
    CHECK_FALSE(arePartners(*app(test::kSecond, ""), *first));
    CHECK_FALSE(arePartners(*first, *app(test::kThird, links(test::kFirst))));
}

TEST_CASE("the owner of a peripheral or pin is the app that claims it")
{
    const std::vector installed = {app(test::kFirst, R"("Gpio":[8])"),
                                   app(test::kSecond, R"("Uart":["ISU0"])")};
    CHECK(ownerOf(Capability::Gpio, 8, installed) == installed[0]);
    CHECK(ownerOf(Capability::Gpio, 9, installed) == nullptr);
    CHECK(ownerOf(Capability::Uart, "ISU0", installed) == installed[1]);
    CHECK(ownerOf(Capability::SpiMaster, "ISU0", installed) == nullptr);
    CHECK(ownerOfPin(9, installed) == installed[0]);
    CHECK(ownerOfPin(26, installed) == installed[1]);
    CHECK(ownerOfPin(12, installed) == nullptr);
    CHECK(ownerOfPin(24, installed) == nullptr); // there is no such pad
}

} // namespace perisphere::install_check_test
