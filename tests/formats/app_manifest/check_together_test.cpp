#include "manifest_text.hpp"

namespace perisphere::check_together_test
{

using test::findings;
using test::manifestText;
using test::parsed;
using Found = std::vector<std::string>;

namespace
{

constexpr std::string_view kFirstId = "25025d2c-66da-4448-bae1-ac26fcdd3627";
constexpr std::string_view kSecondId = "6583cf17-d321-4d72-8283-0b7c5b56442b";

manifest::Manifest app(const std::string& capabilities, std::string name, std::string_view id)
{
    std::string text = manifestText(capabilities);
    text.replace(text.find("Blink"), 5, name);
    text.replace(text.find(kFirstId), kFirstId.size(), id);
    auto resolved = manifest::resolve(parsed(text, name + ".json"), nullptr);
    REQUIRE(resolved.value);
    return std::move(*resolved.value);
}

Diagnostics together(const std::string& first, const std::string& second)
{
    return manifest::checkTogether(app(first, "First", kFirstId), app(second, "Second", kSecondId));
}

} // namespace

TEST_CASE("two apps conflict over a pin block, even for different pads of it")
{
    const Diagnostics same = together(R"json("Gpio": [8])json", R"json("Gpio": [12, 8])json");
    CHECK(findings(same) == Found{"error pin-block-shared 7:33 /Capabilities/Gpio/1"});
    CHECK(same.front().where.file == "Second.json");
    CHECK(same.front().message ==
          "GPIO 8 and GPIO 8 of \"First\" are in one pin block, GPIO 8 to 11");
    CHECK(same.front().advice == "the other use is at First.json:7:29");

    CHECK(findings(together(R"json("Gpio": [8])json", R"json("Gpio": [11])json")) ==
          Found{"error pin-block-shared 7:29 /Capabilities/Gpio/0"});
    CHECK(findings(together(R"json("Gpio": [8])json", R"json("Pwm": ["PWM-CONTROLLER-2"])json")) ==
          Found{"error pin-block-shared 7:28 /Capabilities/Pwm/0"});
    CHECK(findings(together(R"json("Uart": ["ISU0"])json", R"json("Gpio": [30])json")) ==
          Found{"error pin-block-shared 7:29 /Capabilities/Gpio/0"});
    CHECK(findings(together(R"json("Uart": ["ISU0"])json", R"json("Uart": ["ISU0"])json")) ==
          Found{"error pin-block-shared 7:29 /Capabilities/Uart/0"});
}

TEST_CASE("apps on different pin blocks get along")
{
    CHECK(together(R"json("Gpio": [8, 11], "Uart": ["ISU0"], "AllowedTcpServerPorts": [80])json",
                   R"json("Gpio": [12, 7], "Uart": ["ISU1"], "AllowedUdpServerPorts": [80])json")
              .empty());
}

TEST_CASE("a server port is in one app only")
{
    const Diagnostics tcp = together(R"json("AllowedTcpServerPorts": [80, 8080])json",
                                     R"json("AllowedTcpServerPorts": [8080])json");
    CHECK(findings(tcp) == Found{"error port-shared 7:46 /Capabilities/AllowedTcpServerPorts/0"});
    CHECK(tcp.front().message == "TCP port 8080 is taken by \"First\"");
    CHECK(findings(together(R"json("AllowedUdpServerPorts": [1824])json",
                            R"json("AllowedUdpServerPorts": [1824])json")) ==
          Found{"error port-shared 7:46 /Capabilities/AllowedUdpServerPorts/0"});
}

TEST_CASE("an external interrupt is in one app only")
{
    const std::string interrupt = R"json("ExternalInterrupt": ["EINT12"])json";
    CHECK(findings(together(interrupt, interrupt)) ==
          Found{"error interrupt-shared 7:42 /Capabilities/ExternalInterrupt/0"});
}

TEST_CASE("a partner that only one side lists is a warning that names the other file")
{
    const std::string toSecond =
        R"json("AllowedApplicationConnections": ["6583CF17-D321-4D72-8283-0B7C5B56442B"])json";
    const std::string toFirst =
        R"json("AllowedApplicationConnections": ["25025d2c-66da-4448-bae1-ac26fcdd3627"])json";
    CHECK(together(toSecond, toFirst).empty());
    CHECK(together("", "").empty());
    const Diagnostics one = together(toSecond, "");
    CHECK(findings(one) ==
          Found{"warning partner-one-sided 7:54 /Capabilities/AllowedApplicationConnections/0"});
    CHECK(one.front().where.file == "First.json");
    CHECK(one.front().advice == "add \"25025d2c-66da-4448-bae1-ac26fcdd3627\" to "
                                "\"AllowedApplicationConnections\" of \"Second.json\"");
    CHECK(together("", toFirst).front().where.file == "Second.json");
}

TEST_CASE("two apps of one component id cannot both be there")
{
    const auto first = app(R"json("Gpio": [8])json", "First", kFirstId);
    const auto second = app(R"json("Gpio": [8])json", "Second", kFirstId);
    CHECK(findings(manifest::checkTogether(first, second)) ==
          Found{"error component-id-shared 0:0 "});
}

} // namespace perisphere::check_together_test
