#include "perisphere/json/document.hpp"
#include "support/project_variables.hpp"
#include "test_services.hpp"

#include <catch2/catch.hpp>

using namespace perisphere;
using namespace perisphere::tools;
using Catch::Contains;
using Values = std::vector<std::pair<std::string, std::string>>;

namespace
{

/// What a project's settings give, with the project at /P in values.
Values valuesOf(test::TestServices& test)
{
    const auto project = std::filesystem::path(test.path("project"));
    Values values;
    for (auto& [name, value, file] : projectVariables(project, "/opt/sdk", test.services)) {
        if (const auto at = value.find(project.string()); at != std::string::npos)
            value.replace(at, project.string().size(), "/P");
        values.emplace_back(name, value);
    }
    return values;
}

} // namespace

TEST_CASE("comments and late commas become blanks, and nothing in a string does")
{
    CHECK(withoutComments("{ // \"no\n \"a//b\": [1, /* , */ 2,\n], \"c\\\"/*\": \",]\", }") ==
          "{       \n \"a//b\": [1,         2 \n], \"c\\\"/*\": \",]\"  }");
    CHECK(withoutComments("[1 /* never ends") == "[1              ");
    CHECK(withoutComments("\"never ends\\") == "\"never ends\\");
    CHECK(withoutComments("[1,,]") == "[1, ]"); // wrong as ever
}

TEST_CASE("a project without settings gives no variables")
{
    test::TestServices test;
    test.write("project/CMakePresets.json", "{\"version\": 2}");
    test.write("project/.vscode/settings.json", "{\"cmake.generator\": \"Ninja\"}");
    CHECK(valuesOf(test).empty());
    CHECK(test.err.str().empty());
}

TEST_CASE("a preset gives its texts and those that it inherits, but no compiler, and comes first")
{
    test::TestServices test;
    test.variables["SITE"] = "roof";
    test.write("project/CMakePresets.json", R"({"configurePresets": [
        {"name": "boards", "hidden": true, "inherits": "boards", "cacheVariables": {
            "TARGET_HARDWARE": "mt3620_rdb", "HARDWARE_DIR": "${sourceDir}/../Hardware",
            "CMAKE_TOOLCHAIN_FILE": "x", "ARM_GNU_PATH": "$env{ArmGnuPath}"}},
        {"name": "x86-Debug", "cacheVariables": {"TARGET_HARDWARE": "other"}},
        {"name": "ARM-Debug", "inherits": ["boards", "nowhere"], "cacheVariables": {
            "TARGET_HARDWARE": {"type": "STRING", "value": "seeed"}, "SWITCH": true,
            "SDK_BOARDS": "$env{AzureSphereDefaultSDKDir}HardwareDefinitions",
            "PLACE": "$penv{SITE}-${presetName}", "UNSET": "$env{NOTHING}", "ODD": "$5",
            "HOST": "${hostSystemName}"}}]})");
    test.write("project/CMakeSettings.json", R"({"configurations": [{"name": "ARM-Debug",
        "variables": [{"name": "TARGET_HARDWARE", "value": "late"},
                      {"name": "WATERTIGHT", "value": "yes"}]}]})");
    CHECK(valuesOf(test) == Values{{"HARDWARE_DIR", "/P/../Hardware"},
                                   {"PLACE", "roof-ARM-Debug"},
                                   {"SDK_BOARDS", "/opt/sdk/HardwareDefinitions"},
                                   {"TARGET_HARDWARE", "seeed"},
                                   {"WATERTIGHT", "yes"}});
}

TEST_CASE(
    "the settings of Visual Studio give variables with their environment, in this system's paths")
{
    test::TestServices test;
    test.write("project/CMakeSettings.json", "\xEF\xBB\xBF"
                                             R"({
      "environments": [{"environment": "AzureSphere", "Board": "sample_hardware.json",
                        "Folder": "..\\..\\Hardware\\avnet"}],
      "configurations": [{"name": "ARM-Release", "variables": [
        {"name": "CMAKE_TOOLCHAIN_FILE", "value": "${env.AzureSphereDefaultSDKDir}CMakeFiles\\x"},
        {"name": "AZURE_SPHERE_TARGET_HARDWARE_DEFINITION_DIRECTORY",
         "value": "${projectDir}\\${env.Folder}"},
        {"name": "AZURE_SPHERE_TARGET_HARDWARE_DEFINITION", "value": "${env.Board}"},
        {"name": "NAMELESS"}, {"value": "x"}, 7]}]})");
    CHECK(valuesOf(test) ==
          Values{{"AZURE_SPHERE_TARGET_HARDWARE_DEFINITION", "sample_hardware.json"},
                 {"AZURE_SPHERE_TARGET_HARDWARE_DEFINITION_DIRECTORY", "/P/../../Hardware/avnet"}});
}

TEST_CASE("the settings of Visual Studio Code give variables, comments or not")
{
    test::TestServices test;
    test.write("project/.vscode/settings.json", R"({
      // where the board is
      "cmake.configureSettings": {
        "CMAKE_TOOLCHAIN_FILE": "${command:azuresphere.AzureSphereSdkDir}/CMakeFiles/x",
        "BOARD_DIRECTORY": "${workspaceRoot}/../Hardware", "OTHER": "${command:what.ever}",
        "BOARD": "board.json", // this one
      },
    })");
    CHECK(valuesOf(test) == Values{{"BOARD", "board.json"}, {"BOARD_DIRECTORY", "/P/../Hardware"}});
}

TEST_CASE(
    "settings that cannot be read are a warning with their place, and the next ones are looked at")
{
    test::TestServices test;
    test.write("project/CMakeSettings.json", "{\n \"configurations\": [}");
    test.write("project/.vscode/settings.json",
               R"({"cmake.configureSettings": {"BOARD": "board.json"}})");
    CHECK(valuesOf(test) == Values{{"BOARD", "board.json"}});
    CHECK_THAT(test.err.str(),
               Contains("CMakeSettings.json:2:21: warning") && Contains("[project-settings]"));
}

TEST_CASE("settings of any other shape give nothing")
{
    test::TestServices test;
    for (const char* text :
         {"[]", "7", R"({"configurePresets": {}})", R"({"configurePresets": [7]})",
          R"({"configurePresets": [{"cacheVariables": [], "inherits": 3}]})"}) {
        test.write("project/CMakePresets.json", text);
        CHECK(valuesOf(test).empty());
    }
    for (const char* text : {"[]", R"({"configurations": [{"variables": {}}]})",
                             R"({"configurations": ["x"], "environments": "y"})"}) {
        test.write("project/CMakeSettings.json", text);
        test.write("project/.vscode/settings.json", text);
        CHECK(valuesOf(test).empty());
    }
    CHECK(test.err.str().empty());
}
