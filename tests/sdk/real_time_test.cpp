// Apps for the real-time cores.

#include "app_project.hpp"
#include "elf_facts.hpp"

#include <catch2/catch.hpp>

namespace perisphere::real_time_test
{

using Catch::Matchers::Contains;

TEST_CASE("a real-time app is packaged as an ELF file linked by its own script")
{
    test::AppProject project("real_time");
    const std::string preset = GENERATE("ARM-Debug", "ARM-Release");
    project.choosePreset(preset);
    project.make();
    const test::ElfFacts facts = test::elfFacts(project.output("RealTime.out"));
    CHECK_THAT(facts.header, Contains("EXEC") && Contains("soft-float ABI"));
    CHECK_THAT(facts.programHeaders, Contains("0x00100000"));
    const std::string app = test::content(project.package("RealTime"), "bin/app");
    CHECK(app.substr(1, 3) == "ELF");
    CHECK_THAT(test::content(project.package("RealTime"), "app_manifest.json"),
               !Contains("TargetApplicationRuntimeVersion"));
}

TEST_CASE("a vendor's toolchain file builds on the SDK's base file, with and without ArmGnuPath")
{
    test::AppProject project("real_time_own_toolchain");
    const std::string path = GENERATE("", "/usr", "/usr/bin");
    if (!path.empty())
        project.set("ArmGnuPath", path);
    project.make();
    CHECK_THAT(test::elfFacts(project.output("RealTimeOwnToolchain.out")).header,
               Contains("hard-float ABI"));
    CHECK(std::filesystem::exists(project.output("RealTimeOwnToolchain.imagepackage")));
    CHECK(std::filesystem::exists(project.output("app.map")));
}

TEST_CASE("a change of the linker script links anew")
{
    test::AppProject project("real_time");
    project.make();
    project.edit("linker.ld", "ORIGIN = 0x00100000", "ORIGIN = 0x00108000");
    const test::Outcome built = project.build();
    INFO(built.output);
    REQUIRE(built.status == 0);
    CHECK_THAT(test::elfFacts(project.output("RealTime.out")).programHeaders,
               Contains("0x00108000"));
}

TEST_CASE("a real-time app in a folder with spaces links")
{
    test::AppProject project("real_time");
    const auto folder = project / "../with spaces";
    std::filesystem::copy(project / "", folder, std::filesystem::copy_options::recursive);
    const test::Outcome made =
        test::runCommand("cmake --preset ARM-Debug && cmake --build out/ARM-Debug", folder,
                         {{"AzureSphereDefaultSDKDir", test::sdkFolder()}, {"HOME", folder}});
    INFO(made.output);
    CHECK(made.status == 0);
}

TEST_CASE("ARM_GNU_PATH without a compiler in it is an error that says so")
{
    test::AppProject project("real_time");
    project.set("ArmGnuPath", "/no/such/toolchain");
    const test::Outcome configured = project.configure();
    CHECK(configured.status != 0);
    CHECK_THAT(configured.output,
               Contains("no arm-none-eabi-gcc") && Contains("/no/such/toolchain"));
}

TEST_CASE("an API set for a real-time app is ignored with a warning")
{
    test::AppProject project("real_time");
    const test::Outcome configured = project.configure("-D AZURE_SPHERE_TARGET_API_SET=7");
    CHECK(configured.status == 0);
    CHECK_THAT(configured.output, Contains("\"7\"") && Contains("ignored"));
}

} // namespace perisphere::real_time_test
