#include "manifest_text.hpp"

namespace perisphere::resolve_test
{

using test::findings;
using test::manifestText;
using test::parsed;
using Found = std::vector<std::string>;

namespace
{

const hardware::Definition& board()
{
    static const hardware::Definition definition = [] {
        hardware::DiskFileSource source;
        return hardware::Definition::load("mt3620_rdb.json", {PERISPHERE_DEFINITIONS}, source)
            .value.value();
    }();
    return definition;
}

Diagnostics resolveAll(const std::string& capabilities)
{
    return manifest::resolve(parsed(manifestText(capabilities)), &board()).diagnostics;
}

} // namespace

TEST_CASE("names are replaced by the chip's values, and kept beside them")
{
    const auto app = parsed(manifestText(
        R"json("Gpio": ["$MT3620_RDB_LED1_RED", 12], "Uart": ["$MT3620_ISU0_UART"],
  "Pwm": ["$MT3620_PWM_CONTROLLER0"], "Adc": ["$MT3620_ADC_CONTROLLER0"])json"));
    const auto resolved = manifest::resolve(app, &board());
    CHECK(findings(resolved.diagnostics).empty());
    const auto& gpio = resolved.value->find(manifest::Capability::Gpio)->entries;
    CHECK(std::get<std::int64_t>(gpio[0].value) == 8);
    CHECK(gpio[0].reference == "$MT3620_RDB_LED1_RED");
    CHECK(std::get<std::int64_t>(gpio[1].value) == 12);
    CHECK(gpio[1].reference.empty());
    const auto text = [&](manifest::Capability which) {
        return std::get<std::string>(resolved.value->find(which)->entries.front().value);
    };
    CHECK(text(manifest::Capability::Uart) == "ISU0");
    CHECK(text(manifest::Capability::Pwm) == "PWM-CONTROLLER-0");
    CHECK(text(manifest::Capability::Adc) == "ADC-CONTROLLER-0");
    CHECK(manifest::writePacked(*resolved.value).find('$') == std::string::npos);
}

TEST_CASE("a name without a definition is an error that names the option")
{
    const auto app = parsed(manifestText(R"json("Gpio": ["$LED", 8], "Uart": ["ISU0"])json"));
    const auto resolved = manifest::resolve(app, nullptr);
    CHECK(findings(resolved.diagnostics) ==
          Found{"error name-without-definition 7:29 /Capabilities/Gpio/0"});
    CHECK(resolved.diagnostics.front().advice.find("--hardware-definition") != std::string::npos);
    CHECK(manifest::resolve(parsed(manifestText(R"json("Gpio": [8])json")), nullptr).ok());
}

TEST_CASE("a name that does not fit is an error that says why")
{
    struct Case {
        std::string capabilities;
        std::string finding;
        std::string message;
        std::string advice;
    };
    const std::vector<Case> cases = {
        {R"json("Gpio": ["$MT3620_RDB_LED1_REDD"])json",
         "error name-unknown 7:29 /Capabilities/Gpio/0",
         "has no peripheral \"MT3620_RDB_LED1_REDD\"", "did you mean \"MT3620_RDB_LED1_RED\"?"},
        {R"json("Uart": ["$MT3620_RDB_LED1_RED"])json", "error name-type 7:29 /Capabilities/Uart/0",
         "\"MT3620_RDB_LED1_RED\" is of type Gpio", ""},
        {R"json("I2cMaster": ["$MT3620_ISU0_UART"])json",
         "error name-type 7:34 /Capabilities/I2cMaster/0", "\"MT3620_ISU0_UART\" is of type Uart",
         ""},
        {R"json("Adc": ["$MT3620_ADC_CHANNEL0"])json", "error name-int 7:28 /Capabilities/Adc/0",
         "\"MT3620_ADC_CHANNEL0\" is a channel or chip select, which no manifest names", ""},
    };
    for (const Case& one : cases) {
        CAPTURE(one.capabilities);
        const Diagnostics found = resolveAll(one.capabilities);
        REQUIRE(findings(found) == Found{one.finding});
        CHECK(found.front().message.find(one.message) != std::string::npos);
        CHECK(found.front().advice == one.advice);
    }
}

TEST_CASE("a name in a list that takes none is refused by its form")
{
    const auto result = manifest::parse(manifestText(R"json("I2sSubordinate": ["$I2S"])json"), "a");
    CHECK_FALSE(result.ok());
    // The value is there for editors all the same.
    CHECK(findings(manifest::resolve(*result.value, &board()).diagnostics) ==
          Found{"error name-not-allowed 7:39 /Capabilities/I2sSubordinate/0"});
}

TEST_CASE("what the chip does not have is an error that tells what it has")
{
    struct Case {
        std::string capabilities;
        std::string pointer;
        std::string expected;
        std::string advice;
    };
    const std::string gpios = "0 to 23, 26 to 48, 56 to 75 or 80";
    const std::vector<Case> cases = {
        {R"json("Gpio": [24])json", "/Capabilities/Gpio/0", gpios, ""},
        {R"json("Gpio": [49])json", "/Capabilities/Gpio/0", gpios, ""},
        {R"json("Gpio": [79])json", "/Capabilities/Gpio/0", gpios, ""},
        {R"json("Uart": ["ISU5"])json", "/Capabilities/Uart/0", "\"ISU0\" to \"ISU4\"",
         "did you mean \"ISU0\"?"},
        {R"json("SpiMaster": ["PWM-CONTROLLER-0"])json", "/Capabilities/SpiMaster/0",
         "\"ISU0\" to \"ISU4\"", ""},
        {R"json("Pwm": ["PWM-CONTROLLER-3"])json", "/Capabilities/Pwm/0",
         "\"PWM-CONTROLLER-0\" to \"PWM-CONTROLLER-2\"", "did you mean \"PWM-CONTROLLER-0\"?"},
        {R"json("Adc": ["ADC-CONTROLER-0"])json", "/Capabilities/Adc/0", "\"ADC-CONTROLLER-0\"",
         "did you mean \"ADC-CONTROLLER-0\"?"},
        {R"json("I2sSubordinate": ["I2S2"])json", "/Capabilities/I2sSubordinate/0",
         "\"I2S0\" to \"I2S1\"", "did you mean \"I2S0\"?"},
        {R"json("ExternalInterrupt": ["EINT24"])json", "/Capabilities/ExternalInterrupt/0",
         "\"EINT0\" to \"EINT23\"", "did you mean \"EINT2\"?"},
    };
    for (const Case& one : cases) {
        CAPTURE(one.capabilities);
        const Diagnostics found = resolveAll(one.capabilities);
        REQUIRE(found.size() == 1);
        CHECK(found.front().rule == "not-on-chip");
        CHECK(found.front().where.pointer == one.pointer);
        CHECK(found.front().expected == one.expected);
        CHECK(found.front().advice == one.advice);
    }
}

TEST_CASE("every peripheral of the chip is accepted")
{
    CHECK(findings(resolveAll(R"json("Gpio": [0, 3, 12, 23, 80],
      "Uart": ["ISU0"], "I2cMaster": ["ISU1", "ISU2"], "SpiMaster": ["ISU3", "ISU4"],
      "Pwm": ["PWM-CONTROLLER-1", "PWM-CONTROLLER-2"], "Adc": ["ADC-CONTROLLER-0"])json"))
              .empty());
    std::string all = R"json("Gpio": [0)json";
    for (int gpio = 1; gpio <= 80; ++gpio)
        if (gpio <= 23 || (gpio >= 26 && gpio <= 48) || (gpio >= 56 && gpio <= 75) || gpio == 80)
            all += ", " + std::to_string(gpio);
    CHECK(findings(resolveAll(all + "]")).empty());
}

TEST_CASE("two names for one peripheral in one list are a warning")
{
    const Diagnostics found = resolveAll(R"json("Gpio": [8, "$MT3620_RDB_LED1_RED"])json");
    CHECK(findings(found) == Found{"warning duplicate-entry 7:32 /Capabilities/Gpio/1"});
    CHECK(found.front().message == "\"$MT3620_RDB_LED1_RED\" (8) stands here again in \"Gpio\"");
}

TEST_CASE("one peripheral in two functions is an error at the later one")
{
    const Diagnostics found =
        resolveAll(R"json("Uart": ["ISU0"], "I2cMaster": ["$MT3620_ISU0_I2C"])json");
    CHECK(findings(found) == Found{"error pin-conflict 7:52 /Capabilities/I2cMaster/0"});
    CHECK(found.front().message ==
          "\"$MT3620_ISU0_I2C\" (\"ISU0\") is in \"I2cMaster\" and in \"Uart\"");
    CHECK(found.front().advice == "\"ISU0\" is in \"Uart\", line 7");
    CHECK(findings(resolveAll(R"json("SpiMaster": ["ISU1"], "I2cMaster": ["ISU1"])json")) ==
          Found{"error pin-conflict 7:57 /Capabilities/I2cMaster/0"});
}

TEST_CASE("a GPIO on the pads of a peripheral in use is an error, wherever it stands")
{
    CHECK(findings(resolveAll(R"json("Gpio": [30, 31], "Uart": ["ISU0"])json")) ==
          Found{"error gpio-block-conflict 7:29 /Capabilities/Gpio/0"});
    CHECK(findings(resolveAll(R"json("Adc": ["ADC-CONTROLLER-0"], "Gpio": [41, 48])json")) ==
          Found{"error gpio-block-conflict 7:58 /Capabilities/Gpio/0",
                "error gpio-block-conflict 7:62 /Capabilities/Gpio/1"});
    const Diagnostics pwm =
        resolveAll(R"json("Pwm": ["PWM-CONTROLLER-2"], "Gpio": ["$MT3620_RDB_LED1_RED", 12])json");
    CHECK(findings(pwm) == Found{"error pwm-block-conflict 7:58 /Capabilities/Gpio/0"});
    CHECK(pwm.front().message == "\"$MT3620_RDB_LED1_RED\" (GPIO 8) is one of the pads that "
                                 "PWM-CONTROLLER-2 takes, GPIO 8 to 11");
}

TEST_CASE("an external interrupt watches a pin that is a GPIO too")
{
    const auto app = parsed(manifestText(R"json("Gpio": [12], "ExternalInterrupt": ["EINT12"])json",
                                         R"json("ApplicationType": "RealTimeCapable")json"));
    CHECK(manifest::resolve(app, nullptr).diagnostics.empty());
}

TEST_CASE("resolving again changes nothing")
{
    const auto app = parsed(manifestText(R"json("Gpio": ["$MT3620_RDB_LED1_RED"])json"));
    const auto once = manifest::resolve(app, &board());
    const auto twice = manifest::resolve(*once.value, nullptr);
    CHECK(twice.ok());
    CHECK(twice.value->find(manifest::Capability::Gpio)->entries.front().reference ==
          "$MT3620_RDB_LED1_RED");
    CHECK(manifest::writePacked(*twice.value) == manifest::writePacked(*once.value));
}

} // namespace perisphere::resolve_test
