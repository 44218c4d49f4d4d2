#include "commands/perisphere.hpp"
#include "perisphere/json/document.hpp"
#include "test_services.hpp"

#include <catch2/catch.hpp>

namespace perisphere::manifest_test
{

using namespace perisphere::tools;
using Catch::Contains;
using Json = json::Value;

namespace
{
const std::string kBoards = PERISPHERE_HARDWARE_DEFINITIONS;
}

TEST_CASE("without a board, names are left unchecked, and a note says so")
{
    test::TestServices test;
    const std::string file = test.write("m.json", test::kManifest);
    CHECK(test.run(perisphereCommand, {"manifest", "check", file}) == ExitCode::Ok);
    CHECK_THAT(test.err.str(), Contains("note: 1 \"$NAME\" entry was not checked"));
}

TEST_CASE("with a board, an unknown name is an error at its place")
{
    test::TestServices test;
    std::string text = test::kManifest;
    text.replace(text.find("LED1_RED"), 8, "LED1_RDE");
    const std::string file = test.write("m.json", text);
    CHECK(test.run(perisphereCommand, {"manifest", "check", file, "--hardware-definition",
                                       "mt3620_rdb", "--hardware-definitions", kBoards}) ==
          ExitCode::Failed);
    CHECK_THAT(test.err.str(), Contains("m.json:7:31: error:") && Contains("MT3620_RDB_LED1_RED"));
    CHECK_THAT(test.out.str(), Contains("not ok (1 error, "));
}

TEST_CASE("a definition's warnings are told where the app has to do with them")
{
    test::TestServices test;
    test.write("board.json",
               R"({"Metadata": {"Type": "Azure Sphere Hardware Definition", "Version": 1},
        "Description": {"Name": "Ours", "MainCoreHeaderFileTopContent": ["/* ours */"]},
        "Imports": [{"Path": "mt3620_rdb.json"}], "Peripherals": [
          {"Name": "LAMP", "Type": "Gpio", "Mapping": "MT3620_RDB_LED1_RED"},
          {"Name": "ALARM", "Type": "Gpio", "Mapping": "MT3620_RDB_LED1_RED"},
          {"Name": "FAN", "Type": "Pwm", "Mapping": "MT3620_PWM_CONTROLLER0"}]})");
    const auto checked = [&](const std::string& names) {
        std::string text = test::kManifest;
        text.replace(text.find("\"$MT3620_RDB_LED1_RED\", 12 ]"), 28, names);
        CHECK(test.run(perisphereCommand, {"manifest", "check", test.write("m.json", text),
                                           "--hardware-definition", test.path("board.json"),
                                           "--hardware-definitions", kBoards}) != ExitCode::Usage);
        return test.err.str();
    };
    CHECK(checked("\"$LAMP\" ]").find("[mapping-") == std::string::npos);
    CHECK_THAT(checked("\"$LAMP\", \"$ALARM\" ]"), Contains("[mapping-shared]"));
    const std::string indirect = checked("12 ], \"Pwm\": [ \"$FAN\" ]");
    CHECK_THAT(indirect, Contains("import \"mt3620.json\"") && Contains("[mapping-indirect]"));
    CHECK(indirect.find("[mapping-shared]") == std::string::npos);
}

TEST_CASE("as JSON, findings have rule, place and message, and nothing goes to the error stream")
{
    test::TestServices test;
    const std::string file = test.write("m.json", "{\n  \"SchemaVersion\": 1,\n}");
    CHECK(test.run(perisphereCommand, {"manifest", "check", file, "--json"}) == ExitCode::Failed);
    const Json report = Json::parse(test.out.str());
    CHECK(report["file"] == file);
    CHECK(report["ok"] == false);
    CHECK(report["diagnostics"][0]["severity"] == "error");
    CHECK(report["diagnostics"][0]["line"] == 3);
    CHECK(test.err.str().empty());
}

TEST_CASE("a partner that claims the same peripheral is an error")
{
    test::TestServices test;
    const std::string one = test.write("one.json", test::kManifest);
    std::string text = test::kManifest;
    text.replace(text.find("1689D8B2"), 8, "2689D8B2");
    const std::string other = test.write("other.json", text);
    const std::vector<std::string> board = {"--hardware-definition", "mt3620_rdb",
                                            "--hardware-definitions", kBoards};
    std::vector<std::string> words = {"manifest", "check", one, "--partner", other};
    words.insert(words.end(), board.begin(), board.end());
    CHECK(test.run(perisphereCommand, words) == ExitCode::Failed);
    CHECK_THAT(test.err.str(), Contains("error:"));
    words.erase(words.begin() + 3, words.begin() + 5);
    CHECK(test.run(perisphereCommand, words) == ExitCode::Ok);
}

TEST_CASE("a manifest that cannot be read is an error that names it")
{
    test::TestServices test;
    CHECK(test.run(perisphereCommand, {"manifest", "check", test.path("none.json")}) ==
          ExitCode::Failed);
    CHECK_THAT(test.err.str(), Contains("none.json"));
}

} // namespace perisphere::manifest_test
