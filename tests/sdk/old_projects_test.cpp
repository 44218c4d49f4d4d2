// Revisions, API sets and ways of SDKs long gone.

#include "app_project.hpp"

#include <catch2/catch.hpp>

namespace perisphere::old_projects_test
{

using Catch::Matchers::Contains;

TEST_CASE("a project of 2019 includes the package file and takes its board from the preset")
{
    test::AppProject project("legacy_include");
    const test::Outcome configured = project.configure();
    INFO(configured.output);
    REQUIRE(configured.status == 0);
    CHECK_THAT(configured.output, Contains("azsphere_target_add_image_package(LegacyInclude)"));
    project.make();
    const DirectoryTree package = project.package("LegacyInclude");
    CHECK(test::content(package, "www/index.html") == project.text("www/index.html"));
    const std::string manifest = test::content(package, "app_manifest.json");
    CHECK_THAT(manifest, Contains("\"Gpio\":[21]") && Contains("\"TargetBetaApis\":\"Beta1909\""));
}

TEST_CASE("every tools revision is accepted")
{
    test::AppProject project("style_of_2020");
    const std::string revision = GENERATE("18.11", "20.04", "22.11", "24.03", "99.12");
    project.edit("CMakeLists.txt", "20.10", revision);
    CHECK(project.configure().status == 0);
}

TEST_CASE("every API set is accepted, whatever the preset says")
{
    test::AppProject project("style_of_2020");
    const std::string set = GENERATE("1", "16", "18", "25", "5+Beta2004", "19+Beta2601");
    project.edit("CMakeLists.txt", "TARGET_API_SET \"7\"", "TARGET_API_SET \"" + set + "\"");
    project.make("-D AZURE_SPHERE_TARGET_API_SET=latest-lts");
    CHECK_THAT(test::content(project.package("StyleOf2020"), "app_manifest.json"),
               Contains("\"TargetApplicationRuntimeVersion\":" + std::to_string(std::stoi(set))));
}

TEST_CASE(
    "without an azsphere_configure_api call the preset or the environment chooses the API set")
{
    test::AppProject project("board_search", "apps/blink");
    project.set("AzureSphereTargetApiSet", "11");
    const std::string options =
        GENERATE("-U AZURE_SPHERE_TARGET_API_SET -D AZURE_SPHERE_TARGET_API_SET=",
                 "-D AZURE_SPHERE_TARGET_API_SET=12");
    project.make(options);
    const std::string expected = options.back() == '=' ? "11" : "12";
    CHECK_THAT(test::content(project.package("BoardSearch"), "app_manifest.json"),
               Contains("\"TargetApplicationRuntimeVersion\":" + expected));
}

TEST_CASE("a library directory, wrapped functions and a debug library are no obstacles")
{
    test::AppProject project("board_search", "apps/blink");
    project.edit("CMakeLists.txt", "applibs gcc_s c)",
                 "-L\"${CMAKE_SOURCE_DIR}\" -Wl,--wrap=close applibs gcc_s c)");
    project.edit("CMakeLists.txt", "azsphere_target_add_image_package(${PROJECT_NAME})",
                 "azsphere_target_add_image_package(${PROJECT_NAME} DEBUG_LIB libmalloc)");
    const test::Outcome configured = project.configure();
    CHECK_THAT(configured.output, Contains("libmalloc"));
    project.make();
}

} // namespace perisphere::old_projects_test
