#include "commands/perisphere.hpp"
#include "perisphere/json/document.hpp"
#include "support/hardware_options.hpp"
#include "test_services.hpp"

#include <catch2/catch.hpp>

#include <sstream>

namespace perisphere::hardware_test
{

using namespace perisphere::tools;
using Catch::Contains;
using Json = json::Value;

namespace
{

const std::string kBoards = PERISPHERE_HARDWARE_DEFINITIONS;

std::string appliance(const std::string& peripherals)
{
    return R"({"Metadata":{"Type":"Azure Sphere Hardware Definition","Version":1},)"
           R"("Description":{"Name":"Appliance","MainCoreHeaderFileTopContent":["/* ours */"]},)"
           R"("Imports":[{"Path":"mt3620_rdb.json"}],"Peripherals":[)" +
           peripherals + "]}\n";
}

const std::string kLed = R"({"Name":"LED","Type":"Gpio","Mapping":"MT3620_RDB_LED1_RED"})";
const std::string kPwm =
    R"({"Name":"DIMMER","Type":"Pwm","Mapping":"MT3620_RDB_LED_PWM_CONTROLLER2"})";

} // namespace

TEST_CASE("the SDK's definitions are found by variable, then beside the program")
{
    test::TestServices test;
    CHECK_FALSE(sdkHardwareDefinitions(test.services));
    test.services.executable = "/opt/x/bin/perisphere";
    CHECK(sdkHardwareDefinitions(test.services) == "/opt/x/HardwareDefinitions");
    test.variables["AzureSphereDefaultSDKDir"] = "/opt/azure/";
    CHECK(sdkHardwareDefinitions(test.services) == "/opt/azure/HardwareDefinitions");
    test.variables["PERISPHERE_SDK"] = "/opt/ours";
    CHECK(sdkHardwareDefinitions(test.services) == "/opt/ours/HardwareDefinitions");
    test.variables["PERISPHERE_SDK"] = "";
    CHECK(sdkHardwareDefinitions(test.services) == "/opt/azure/HardwareDefinitions");
}

TEST_CASE("hardware show prints each name with type, value and chain")
{
    test::TestServices test;
    REQUIRE(test.run(perisphereCommand, {"hardware", "show", "mt3620_rdb", "--hardware-definitions",
                                         kBoards}) == ExitCode::Ok);
    std::istringstream lines(test.out.str());
    std::string line;
    while (std::getline(lines, line) && !line.starts_with("MT3620_RDB_LED1_RED "))
        ;
    CHECK_THAT(line, Catch::Matches("MT3620_RDB_LED1_RED +Gpio +8 +MT3620_RDB_LED1_RED > "
                                    "MT3620_GPIO8"));
}

TEST_CASE("hardware show as JSON has the chip's values")
{
    test::TestServices test;
    const std::string file = test.write("appliance.json", appliance(kLed + "," + kPwm));
    REQUIRE(test.run(perisphereCommand, {"hardware", "show", file, "--hardware-definitions",
                                         kBoards, "--json"}) == ExitCode::Ok);
    const Json shown = Json::parse(test.out.str());
    REQUIRE(shown["peripherals"].size() == 2);
    CHECK(shown["description"] == "Appliance");
    CHECK(shown["peripherals"][0]["appManifestValue"] == 8);
    CHECK(shown["peripherals"][0]["chain"].back() == "MT3620_GPIO8");
    CHECK(shown["peripherals"][1]["type"] == "Pwm");
    CHECK(shown["peripherals"][1]["appManifestValue"] == "PWM-CONTROLLER-2");
}

TEST_CASE("an unknown board is an error that says where it was looked for")
{
    test::TestServices test;
    CHECK(test.run(perisphereCommand, {"hardware", "show", "nope", "--hardware-definitions",
                                       kBoards}) == ExitCode::Failed);
    CHECK_THAT(test.err.str(), Contains("nope.json") && Contains(kBoards));
    CHECK(test.out.str().empty());
}

TEST_CASE("hardware check tells an app's definition, but not a board, about shared pads")
{
    test::TestServices test;
    const std::string file = test.write("appliance.json", appliance(kLed + "," + kPwm));
    CHECK(test.run(perisphereCommand,
                   {"hardware", "check", file, "--hardware-definitions", kBoards}) == ExitCode::Ok);
    CHECK_THAT(test.err.str(), Contains("appliance.json:1:") && Contains("[pin-block-conflict]"));
    CHECK(test.run(perisphereCommand, {"hardware", "check", "mt3620_rdb", "--hardware-definitions",
                                       kBoards}) == ExitCode::Ok);
    CHECK(test.err.str().empty());
}

TEST_CASE("hardware check ends with Failed on errors, and as JSON says where they are")
{
    test::TestServices test;
    const std::string file =
        test.write("bad.json", appliance(R"({"Name":"X","Type":"Gpio","Mapping":"NOPE"})"));
    CHECK(test.run(perisphereCommand, {"hardware", "check", file, "--hardware-definitions", kBoards,
                                       "--json"}) == ExitCode::Failed);
    const Json report = Json::parse(test.out.str());
    CHECK(report["ok"] == false);
    CHECK(report["diagnostics"][0]["rule"] == "mapping-unknown");
    CHECK(report["diagnostics"][0]["line"] == 1);
    CHECK(test.err.str().empty());
}

TEST_CASE("a generated header lies in inc/hw, passes its check, and fails it after an edit")
{
    test::TestServices test;
    const std::string file = test.write("boards/appliance.json", appliance(kLed));
    REQUIRE(test.run(perisphereCommand, {"hardware", "generate-header", file}) == ExitCode::Ok);
    const std::string header = test.read("boards/inc/hw/appliance.h");
    CHECK_THAT(header, Contains("#define LED MT3620_RDB_LED1_RED"));
    CHECK(test.run(perisphereCommand, {"hardware", "generate-header", file, "--check"}) ==
          ExitCode::Ok);
    test.write("boards/inc/hw/appliance.h", header + "#define MORE 1\n");
    CHECK(test.run(perisphereCommand, {"hardware", "generate-header", file, "--check"}) ==
          ExitCode::Failed);
    CHECK_THAT(test.err.str(), Contains("appliance.h"));
    CHECK_THAT(test.read("boards/inc/hw/appliance.h"), Contains("MORE")); // only checked
}

TEST_CASE("a header may go elsewhere, and to the standard output")
{
    test::TestServices test;
    const std::string file = test.write("appliance.json", appliance(kLed));
    REQUIRE(test.run(perisphereCommand, {"hardware", "generate-header", file, "--output", "-",
                                         "--include-style", "bare"}) == ExitCode::Ok);
    CHECK_THAT(test.out.str(), Contains("#include \"mt3620_rdb.h\""));
    CHECK_FALSE(std::filesystem::exists(test.path("inc")));
    REQUIRE(test.run(perisphereCommand, {"hardware", "generate-header", file, "-o",
                                         test.path("x/y.h")}) == ExitCode::Ok);
    CHECK_THAT(test.read("x/y.h"), Contains("#define LED"));
}

TEST_CASE("no header is made from a definition with errors")
{
    test::TestServices test;
    const std::string file = test.write("appliance.json", "{ \"Metadata\": 3 }");
    CHECK(test.run(perisphereCommand, {"hardware", "generate-header", file}) == ExitCode::Failed);
    CHECK_THAT(test.err.str(), Contains("appliance.json:1:"));
    CHECK_FALSE(std::filesystem::exists(test.path("inc")));
}

} // namespace perisphere::hardware_test
