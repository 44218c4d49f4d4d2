#include "manifest_text.hpp"

namespace perisphere::parse_test
{

using test::findings;
using test::manifestText;
using test::parsed;
using Found = std::vector<std::string>;

namespace
{

struct BadInput {
    std::string capabilities; ///< in line 7, from column 20
    std::string finding;      ///< "severity rule line:column pointer"
    std::string message;      ///< with what was expected and what to do
};

std::string textOf(const Diagnostic& one)
{
    std::string text = one.message;
    if (!one.expected.empty())
        text += "; expected " + one.expected;
    if (!one.advice.empty())
        text += "; " + one.advice;
    return text;
}

void checkEach(const std::vector<BadInput>& inputs)
{
    for (const BadInput& input : inputs) {
        const auto result = manifest::parse(manifestText(input.capabilities), "app.json");
        CAPTURE(input.capabilities);
        CHECK(findings(result.diagnostics) == Found{input.finding});
        if (!result.diagnostics.empty())
            CHECK(textOf(result.diagnostics.front()) == input.message);
    }
}

} // namespace

TEST_CASE("a complete manifest is read with the place of every entry")
{
    const auto app =
        parsed(manifestText(R"json("Gpio": [8, "$LED"], "WifiConfig": true,
  "MutableStorage": {"SizeKB": 8}, "DeviceAuthentication": "7D1B3B2A-1F0E-4C5D-9A8B-0123456789AB")json",
                            R"json("ApplicationType": "Default", "MallocVersion": 2)json"));
    CHECK(app.schemaVersion == 1);
    CHECK(app.name == "Blink");
    CHECK(app.componentId == "25025d2c-66da-4448-bae1-ac26fcdd3627");
    CHECK(app.entryPoint == "/bin/app");
    CHECK(app.hasCmdArgs);
    CHECK(app.mallocVersion == 2);
    CHECK(app.has(manifest::Capability::WifiConfig));
    CHECK_FALSE(app.has(manifest::Capability::NetworkConfig));
    CHECK(app.find(manifest::Capability::MutableStorage)->sizeKb == 8);
    CHECK(app.find(manifest::Capability::DeviceAuthentication)->text ==
          "7D1B3B2A-1F0E-4C5D-9A8B-0123456789AB");
    const auto* gpio = app.find(manifest::Capability::Gpio);
    REQUIRE(gpio->entries.size() == 2);
    CHECK(gpio->where.line == 7);
    CHECK(gpio->where.column == 20);
    CHECK(std::get<std::int64_t>(gpio->entries[0].value) == 8);
    CHECK(std::get<std::string>(gpio->entries[1].value) == "$LED");
    CHECK(gpio->entries[1].where.pointer == "/Capabilities/Gpio/1");
    CHECK(gpio->entries[1].where.column == 32);
}

TEST_CASE("a capability that is false or absent is not granted")
{
    const auto app = parsed(manifestText(R"json("WifiConfig": false, "Gpio": [])json"));
    CHECK_FALSE(app.has(manifest::Capability::WifiConfig));
    CHECK(app.find(manifest::Capability::WifiConfig) != nullptr);
    CHECK(app.has(manifest::Capability::Gpio));
    CHECK(app.find(manifest::Capability::Uart) == nullptr);
}

TEST_CASE("a capability of a wrong type is an error at its value")
{
    checkEach({
        {R"json("Gpio": null)json", "error schema-type 7:28 /Capabilities/Gpio",
         "\"Capabilities/Gpio\" is null; expected a list of GPIO numbers and $NAMEs"},
        {R"json("Gpio": [8.5])json", "error schema-type 7:29 /Capabilities/Gpio/0",
         "\"Capabilities/Gpio/0\" is a number with a fraction; expected a GPIO number, or a dollar "
         "sign and a name of the hardware definition"},
        {R"json("WifiConfig": "yes")json", "error schema-type 7:34 /Capabilities/WifiConfig",
         "\"Capabilities/WifiConfig\" is a string; expected true or false"},
        {R"json("AllowedConnections": "a.b")json",
         "error schema-type 7:42 /Capabilities/AllowedConnections",
         "\"Capabilities/AllowedConnections\" is a string; expected a list of host names and IPv4 "
         "addresses"},
        {R"json("MutableStorage": 8)json", "error schema-type 7:38 /Capabilities/MutableStorage",
         "\"Capabilities/MutableStorage\" is an integer; expected an object such as {\"SizeKB\": "
         "8}"},
    });
}

TEST_CASE("limits are errors at the value that breaks them")
{
    checkEach({
        {R"json("MutableStorage": {})json",
         "error schema-required 7:38 /Capabilities/MutableStorage",
         "\"Capabilities/MutableStorage\" lacks \"SizeKB\"; expected an integer from 1 to 64; add "
         "\"SizeKB\""},
        {R"json("MutableStorage": {"SizeKB": 0})json",
         "error storage-size 7:49 /Capabilities/MutableStorage/SizeKB",
         "\"Capabilities/MutableStorage/SizeKB\" is 0; expected an integer from 1 to 64"},
        {R"json("MutableStorage": {"SizeKB": 65})json",
         "error storage-size 7:49 /Capabilities/MutableStorage/SizeKB",
         "\"Capabilities/MutableStorage/SizeKB\" is 65; expected an integer from 1 to 64"},
        {R"json("AllowedTcpServerPorts": [80, 0])json",
         "error port-range 7:50 /Capabilities/AllowedTcpServerPorts/1",
         "\"Capabilities/AllowedTcpServerPorts/1\" is 0; expected a port number from 1 to 65535"},
        {R"json("AllowedUdpServerPorts": [65536])json",
         "error port-range 7:46 /Capabilities/AllowedUdpServerPorts/0",
         "\"Capabilities/AllowedUdpServerPorts/0\" is 65536; expected a port number from 1 to "
         "65535"},
        {R"json("PowerControls": [])json",
         "error power-controls-empty 7:37 /Capabilities/PowerControls",
         "\"Capabilities/PowerControls\" is []; expected a list of at least one of "
         "\"ForceReboot\", \"ForcePowerDown\", \"SetPowerProfile\""},
        {R"json("PowerControls": ["Reboot"])json",
         "error power-control-unknown 7:38 /Capabilities/PowerControls/0",
         "\"Capabilities/PowerControls/0\" is \"Reboot\"; expected one of \"ForceReboot\", "
         "\"ForcePowerDown\", \"SetPowerProfile\""},
        {R"json("PowerControls": ["ForceReboot", "ForceReboot"])json",
         "error duplicate-entry 7:53 /Capabilities/PowerControls/1",
         "\"ForceReboot\" stands here again in \"PowerControls\"; expected each entry once; the "
         "first one is \"ForceReboot\" in line 7"},
        {R"json("AllowedApplicationConnections": ["25025d2c"])json",
         "error partner-id-form 7:54 /Capabilities/AllowedApplicationConnections/0",
         "\"Capabilities/AllowedApplicationConnections/0\" is \"25025d2c\"; expected a GUID such "
         "as "
         "\"25025d2c-66da-4448-bae1-ac26fcdd3627\""},
        {R"json("Uart": ["isu0"])json", "error peripheral-form 7:29 /Capabilities/Uart/0",
         "\"Capabilities/Uart/0\" is \"isu0\"; expected a peripheral such as \"ISU0\", or a dollar "
         "sign and a name of the hardware definition"},
        {R"json("Gpio": ["8"])json", "error peripheral-form 7:29 /Capabilities/Gpio/0",
         "\"Capabilities/Gpio/0\" is \"8\"; expected a GPIO number, or a dollar sign and a name of "
         "the hardware definition"},
    });
}

TEST_CASE("a tenant id has at most 63 characters")
{
    const std::string most(63, 'a');
    CHECK(manifest::parse(manifestText("\"DeviceAuthentication\": \"" + most + "\""), "a").ok());
    const auto more =
        manifest::parse(manifestText("\"DeviceAuthentication\": \"" + most + "a\""), "a");
    CHECK(findings(more.diagnostics) ==
          Found{"error tenant-id-length 7:44 /Capabilities/DeviceAuthentication",
                "warning tenant-id-placeholder 7:44 /Capabilities/DeviceAuthentication"});
}

TEST_CASE("keys at the top are required and of their forms")
{
    const auto empty = manifest::parse("{}", "a");
    CHECK(empty.value);
    CHECK(findings(empty.diagnostics) == Found(5, "error schema-required 1:1 "));

    const auto wrong = manifest::parse(R"json({"SchemaVersion": 2, "Name": "a\nb",
"ComponentId": "{25025d2c-66da-4448-bae1-ac26fcdd3627}",
"EntryPoint": "/bin/../app", "CmdArgs": ["a", 1, "\u0000"],
"ApplicationType": "RealTime", "MallocVersion": 3, "Policy": {}, "Capabilities": {},
"TargetApplicationRuntimeVersion": 0})json",
                                       "a");
    CHECK(findings(wrong.diagnostics) ==
          Found{"error schema-version 1:19 /SchemaVersion", "error name-form 1:30 /Name",
                "error component-id-form 2:16 /ComponentId",
                "error entry-point-form 3:15 /EntryPoint", "error schema-type 3:47 /CmdArgs/1",
                "error cmd-args-form 3:50 /CmdArgs/2",
                "error application-type 4:20 /ApplicationType",
                "error malloc-version 4:49 /MallocVersion", "error first-party-policy 4:62 /Policy",
                "error runtime-version-range 5:36 /TargetApplicationRuntimeVersion"});
}

TEST_CASE("an entry point is a path from the package's root")
{
    const auto with = [](const std::string& entryPoint) {
        return findings(manifest::parse(R"json({"SchemaVersion": 1, "Name": "a", "Capabilities": {},
"ComponentId": "25025d2c-66da-4448-bae1-ac26fcdd3627",
"EntryPoint": ")json" + entryPoint + "\"}",
                                        "a")
                            .diagnostics);
    };
    CHECK(with("/bin/app").empty());
    CHECK(with("/app").empty());
    CHECK(with("bin/app") == Found{"warning entry-point-relative 3:15 /EntryPoint"});
    for (const char* bad :
         {"", "/", "//app", "/bin/", "/bin/./app", "/..", "bin\\\\app", "a\\u0000"})
        CHECK(with(bad) == Found{"error entry-point-form 3:15 /EntryPoint"});
}

TEST_CASE("unknown keys are ignored, with the nearest right word where it is near")
{
    checkEach({
        {R"json("DeviceAuthentication ": null)json",
         "warning unknown-key 7:20 /Capabilities/DeviceAuthentication ",
         "\"DeviceAuthentication \" is not known and is ignored; did you mean "
         "\"DeviceAuthentication\"?"},
        {R"json("gpio": [1])json", "warning unknown-key 7:20 /Capabilities/gpio",
         "\"gpio\" is not known and is ignored; did you mean \"Gpio\"?"},
        {R"json("MutableStorage": {"SizeKB": 8, "SizeKb": 9})json",
         "warning unknown-key 7:52 /Capabilities/MutableStorage/SizeKb",
         "\"SizeKb\" is not known and is ignored; did you mean \"SizeKB\"?"},
        {R"json("Telepathy": null)json", "note unknown-key 7:20 /Capabilities/Telepathy",
         "\"Telepathy\" is not known and is ignored"},
        {R"json("CmdArgs": [])json", "warning misplaced-key 7:20 /Capabilities/CmdArgs",
         "\"CmdArgs\" does not belong here; move it out of this object; here it is ignored"},
    });
    const auto outside = manifest::parse(manifestText("", "\"Gpio\": [8]"), "a");
    CHECK(findings(outside.diagnostics) == Found{"warning misplaced-key 8:3 /Gpio"});
    CHECK(outside.ok());
}

TEST_CASE("a key that stands twice is a warning")
{
    checkEach(
        {{R"json("Gpio": [8], "Gpio": [9])json", "warning duplicate-key 7:33 /Capabilities/Gpio",
          "key \"Gpio\" stands here again; expected each key once; only the last one counts; "
          "remove the others"}});
}

TEST_CASE("what an application type has no use for is a warning, unless it asks for nothing")
{
    const std::string realTime = R"json("ApplicationType": "RealTimeCapable")json";
    const auto of = [](const std::string& capabilities, const std::string& type) {
        return findings(manifest::parse(manifestText(capabilities, type), "a").diagnostics);
    };
    CHECK(of(R"json("WifiConfig": true)json", realTime) ==
          Found{"warning application-type-use 7:20 /Capabilities/WifiConfig"});
    CHECK(of(R"json("WifiConfig": false, "AllowedConnections": [])json", realTime).empty());
    CHECK(of(R"json("I2sSubordinate": ["I2S0"], "ExternalInterrupt": ["EINT12"])json", realTime)
              .empty());
    CHECK(of(R"json("I2sSubordinate": ["I2S0"])json", R"json("ApplicationType": "Default")json") ==
          Found{"warning application-type-use 7:20 /Capabilities/I2sSubordinate"});
    CHECK(of("", R"json("ApplicationType": "RealTimeCapable", "MallocVersion": 2)json") ==
          Found{"warning application-type-use 8:41 /MallocVersion"});
    CHECK(of(R"json("WifiConfig": true)json", R"json("ApplicationType": "Debugger")json").empty());
}

TEST_CASE("the oddities of shipped projects pass")
{
    const auto app = manifest::parse("\xEF\xBB\xBF" + manifestText(R"json(
    "AllowedConnections": [], "Gpio": [], "Uart": [], "DeviceAuthentication ": null,
    "AllowedApplicationConnections": ["6583CF17-D321-4D72-8283-0B7C5B56442B"],
    "DeviceAuthentication": "--- Azure Sphere Tenant ID ---")json"),
                                     "a");
    CHECK(app.ok());
    CHECK(std::get<std::string>(app.value->find(manifest::Capability::AllowedApplicationConnections)
                                    ->entries.front()
                                    .value) == "6583cf17-d321-4d72-8283-0b7c5b56442b");
    CHECK(findings(app.diagnostics) ==
          Found{"warning unknown-key 8:55 /Capabilities/DeviceAuthentication ",
                "warning tenant-id-placeholder 10:29 /Capabilities/DeviceAuthentication"});

    const auto zero = manifest::parse(
        manifestText(R"json("DeviceAuthentication": "00000000-0000-0000-0000-000000000000")json"),
        "a");
    CHECK(zero.ok());
    CHECK(findings(zero.diagnostics) ==
          Found{"warning tenant-id-placeholder 7:44 /Capabilities/DeviceAuthentication"});

    const auto blank = manifest::parse(R"json({"SchemaVersion": 1, "Name": "Template",
"ComponentId": "", "EntryPoint": "/bin/app", "Capabilities": {}})json",
                                       "a");
    CHECK(blank.ok());
    CHECK(blank.value->componentId.empty());
    CHECK_FALSE(blank.value->hasCmdArgs);
    CHECK_FALSE(blank.value->hasApplicationType);
    CHECK(findings(blank.diagnostics) == Found{"note component-id-empty 2:16 /ComponentId"});
}

TEST_CASE("a long name is kept, with a note of what the package keeps")
{
    std::string text = manifestText("");
    text.replace(text.find("Blink"), 5, std::string(32, 'x'));
    const auto app = manifest::parse(text, "a");
    CHECK(app.ok());
    CHECK(app.value->name.size() == 32);
    CHECK(findings(app.diagnostics) == Found{"note name-length 3:11 /Name"});
}

TEST_CASE("a text that is no manifest gives no value")
{
    const auto syntax = manifest::parse("{\n  \"Name\": }", "app.json");
    CHECK_FALSE(syntax.value);
    CHECK(findings(syntax.diagnostics) == Found{"error syntax 2:11 "});
    const auto list = manifest::parse("[]", "app.json");
    CHECK_FALSE(list.value);
    CHECK(findings(list.diagnostics) == Found{"error schema-type 1:1 "});
    const auto large = manifest::parse(std::string(129 * 1024, ' '), "app.json");
    CHECK(findings(large.diagnostics) == Found{"error syntax 0:0 "});
}

} // namespace perisphere::parse_test
