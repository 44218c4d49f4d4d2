// What a developer did wrong is said with the place.

#include "app_project.hpp"

#include <catch2/catch.hpp>

namespace perisphere::mistakes_test
{

using Catch::Matchers::Contains;

namespace
{

/// The output of a configuration that has to fail, in one line: CMake breaks long ones.
std::string failedConfiguration(test::AppProject& project, const std::string& options = "")
{
    const test::Outcome configured = project.configure(options);
    CHECK(configured.status != 0);
    CHECK_THAT(configured.output, Contains("CMake Error"));
    std::string words;
    bool wasSpace = false;
    for (const char c : configured.output) {
        const bool isSpace = c == '\n' || c == ' ';
        if (!isSpace)
            words += c;
        else if (!wasSpace)
            words += ' ';
        wasSpace = isSpace;
    }
    return words;
}

} // namespace

TEST_CASE("a mistake in the manifest ends the configuration with file, line and column")
{
    test::AppProject project("board_search", "apps/blink");
    project.edit("app_manifest.json", "\"CmdArgs\": []", "\"CmdArgs\": 5");
    CHECK_THAT(failedConfiguration(project), Contains("app_manifest.json:6:14"));
}

TEST_CASE("a name that the board has not ends the configuration with its place")
{
    test::AppProject project("board_search", "apps/blink");
    project.edit("app_manifest.json", "$DOOR_LIGHT", "$DOOR_LIGTH");
    CHECK_THAT(failedConfiguration(project),
               Contains("app_manifest.json:7:31") && Contains("DOOR_LIGTH"));
}

TEST_CASE("a mistake in the board's definition ends the configuration with its place")
{
    test::AppProject project("board_search", "apps/blink");
    project.edit("../../HardwareDefinitions/garage/door.json", "MT3620_GPIO9", "MT3620_GPIO99");
    CHECK_THAT(failedConfiguration(project), Contains("door.json:6:") && Contains("MT3620_GPIO99"));
}

TEST_CASE("a mistake made after the configuration ends the build with its place")
{
    test::AppProject project("board_search", "apps/blink");
    project.make();
    project.edit("app_manifest.json", "\"CmdArgs\": []", "\"CmdArgs\": [");
    const test::Outcome built = project.build();
    CHECK(built.status != 0);
    CHECK_THAT(built.output, Contains("app_manifest.json:7:"));
}

TEST_CASE("a resource that differs in letter case is named beside the one that is meant")
{
    test::AppProject project("modern with spaces");
    project.edit("CMakeLists.txt", "data\\\\notes.txt", "data/Notes.txt");
    CHECK_THAT(failedConfiguration(project),
               Contains("\"data/Notes.txt\"") && Contains("There is \"notes.txt\""));
}

TEST_CASE("a resource outside of the project is refused")
{
    test::AppProject project("modern with spaces");
    project.edit("CMakeLists.txt", "data\\\\notes.txt", "../notes.txt");
    CHECK_THAT(failedConfiguration(project), Contains("\"../notes.txt\" is not below"));
}

TEST_CASE("a board's folder without headers is named")
{
    test::AppProject project("style_of_2020");
    std::filesystem::remove_all(project / "boards/kitchen/inc/hw");
    CHECK_THAT(failedConfiguration(project), Contains("boards/kitchen/inc/hw"));
}

TEST_CASE("a definition that is nowhere is named with the folders that were searched")
{
    test::AppProject project("style_of_2020");
    project.edit("CMakeLists.txt", "\"kitchen.json\"", "\"cellar.json\"");
    CHECK_THAT(failedConfiguration(project), Contains("cellar.json") &&
                                                 Contains("boards/kitchen") &&
                                                 Contains("sdk/HardwareDefinitions"));
}

TEST_CASE("an unknown argument, an unknown target and a missing manifest are named")
{
    test::AppProject project("board_search", "apps/blink");
    const std::string call = "azsphere_target_add_image_package(${PROJECT_NAME})";
    SECTION("argument")
    {
        project.edit("CMakeLists.txt", call,
                     "azsphere_target_add_image_package(${PROJECT_NAME} RESOURCES x.pem)");
        CHECK_THAT(failedConfiguration(project), Contains("\"RESOURCES\", \"x.pem\""));
    }
    SECTION("target")
    {
        project.edit("CMakeLists.txt", call, "azsphere_target_add_image_package(blinker)");
        CHECK_THAT(failedConfiguration(project), Contains("no target \"blinker\""));
    }
    SECTION("manifest")
    {
        project.edit("CMakeLists.txt", call,
                     "azsphere_target_add_image_package(${PROJECT_NAME} APP_MANIFEST other.json)");
        CHECK_THAT(failedConfiguration(project), Contains("no manifest") && Contains("other.json"));
    }
}

TEST_CASE("a word that is no API set is an error that lists them")
{
    test::AppProject project("board_search", "apps/blink");
    CHECK_THAT(failedConfiguration(project, "-D AZURE_SPHERE_TARGET_API_SET=newest"),
               Contains("\"newest\"") && Contains("latest-lts") && Contains("5+Beta2004"));
}

TEST_CASE("another generator than Ninja is refused")
{
    test::AppProject project("board_search", "apps/blink");
    const std::string toolchain = test::sdkFolder() + "CMakeFiles/AzureSphereToolchain.cmake";
    const test::Outcome configured = test::runCommand(
        "cmake -G 'Unix Makefiles' -B other -D CMAKE_TOOLCHAIN_FILE='" + toolchain + "'",
        project / "");
    CHECK(configured.status != 0);
    CHECK_THAT(configured.output, Contains("Ninja") && Contains("Unix Makefiles"));
}

} // namespace perisphere::mistakes_test
