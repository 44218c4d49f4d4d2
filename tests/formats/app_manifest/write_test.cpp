#include "manifest_text.hpp"

namespace perisphere::write_test
{

using test::manifestText;
using test::parsed;

TEST_CASE("a packed manifest is one line in the packer's order, without unknown members")
{
    const auto app = parsed(R"json({
  "MallocVersion": 2, "Extra": 1, "ApplicationType": "Default", "TargetApplicationRuntimeVersion": 16,
  "Capabilities": {"WifiConfig": true, "Gpio": [8, 9], "MutableStorage": {"SizeKB": 8},
    "PowerControls": ["ForceReboot"], "DeviceAuthentication": "x", "Mystery": []},
  "CmdArgs": ["--a", "b \"c\""], "EntryPoint": "/bin/app",
  "ComponentId": "25025D2C-66DA-4448-BAE1-AC26FCDD3627", "Name": "N", "SchemaVersion": 1})json");
    CHECK(
        manifest::writePacked(app) ==
        R"json({"SchemaVersion":1,"Name":"N","ComponentId":"25025d2c-66da-4448-bae1-ac26fcdd3627",)json"
        R"json("EntryPoint":"/bin/app","CmdArgs":["--a","b \"c\""],"Capabilities":{"Gpio":[8,9],)json"
        R"json("MutableStorage":{"SizeKB":8},"DeviceAuthentication":"x","WifiConfig":true,)json"
        R"json("PowerControls":["ForceReboot"]},"ApplicationType":"Default","MallocVersion":2,)json"
        R"json("TargetApplicationRuntimeVersion":16})json");
}

TEST_CASE("a source manifest has two-space indent and ends its last line")
{
    const auto app = parsed(manifestText(R"json("Gpio": [8], "Uart": [])json"));
    CHECK(manifest::writeSource(app) == R"json({
  "SchemaVersion": 1,
  "Name": "Blink",
  "ComponentId": "25025d2c-66da-4448-bae1-ac26fcdd3627",
  "EntryPoint": "/bin/app",
  "CmdArgs": [],
  "Capabilities": {
    "Gpio": [
      8
    ],
    "Uart": []
  },
  "ApplicationType": "Default"
}
)json");
}

TEST_CASE("a source manifest keeps the names that a packed one has the values of")
{
    hardware::DiskFileSource files;
    const auto board =
        hardware::Definition::load("mt3620_rdb.json", {PERISPHERE_DEFINITIONS}, files);
    const auto app = parsed(manifestText(R"json("Gpio": ["$MT3620_RDB_LED1_RED", 12])json"));
    const auto resolved = manifest::resolve(app, &*board.value);
    REQUIRE(resolved.ok());
    CHECK(manifest::writePacked(*resolved.value).find("\"Gpio\":[8,12]") != std::string::npos);
    CHECK(manifest::writeSource(*resolved.value) == manifest::writeSource(app));
}

} // namespace perisphere::write_test
