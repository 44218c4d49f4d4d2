// Apps for the real-time cores.

#include "app_project.hpp"
#include "elf_facts.hpp"

#include <catch2/catch.hpp>

#include <sstream>

namespace perisphere::real_time_test
{

using Catch::Matchers::Contains;

namespace
{

/// The addresses of the segments that the loader places.
std::vector<std::string> loadAddresses(const std::string& programHeaders)
{
    std::vector<std::string> addresses;
    std::istringstream lines(programHeaders);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string type;
        std::string offset;
        std::string address;
        words >> type >> offset >> address;
        if (type == "LOAD")
            addresses.push_back(address);
    }
    return addresses;
}

} // namespace

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

TEST_CASE("the SDK's linker scripts place a real-time app in TCM, SYSRAM or flash")
{
    struct Layout {
        std::string script;
        std::string entry;
        std::vector<std::string> segments; ///< addresses, in the order of the headers
    };
    const auto layout = GENERATE(values<Layout>({
        {"tcm", "0x100000", {"0x00100000", "0x22000000"}},
        {"sysram", "0x100000", {"0x00100000", "0x22000000"}},
        {"flash", "0x10000000", {"0x00100000", "0x10000000", "0x22000000"}},
    }));
    test::AppProject project("real_time_sdk_headers");
    project.write("linker.ld", "INCLUDE mt3620_" + layout.script + ".ld\n");
    project.make();
    const test::ElfFacts facts = test::elfFacts(project.output("RealTimeSdkHeaders.out"));
    CHECK_THAT(facts.header, Contains("Entry point address:               " + layout.entry + "\n"));
    CHECK(loadAddresses(facts.programHeaders) == layout.segments);
}

TEST_CASE("the toolchain file for the floating point unit gives hard-float apps, the other "
          "soft-float ones")
{
    const auto [preset, abi] = GENERATE(table<std::string, std::string>(
        {{"ARM-Debug", "soft-float ABI"}, {"VFP", "hard-float ABI"}}));
    test::AppProject project("real_time_sdk_headers");
    project.choosePreset(preset);
    project.make();
    CHECK_THAT(test::elfFacts(project.output("RealTimeSdkHeaders.out")).header, Contains(abi));
    CHECK_THAT(test::content(project.package("RealTimeSdkHeaders"), "bin/app"), Contains("ELF"));
}

TEST_CASE("a real-time app that leaves no room for its stack does not link")
{
    test::AppProject project("real_time_sdk_headers");
    project.edit("main.c", "buffer[256]", "buffer[256], filled[188 * 1024]");
    project.edit("main.c", "static CORE_SYSRAM", "static");
    project.edit("main.c", "buffer[++rounds] = 1;", "filled[++rounds] = buffer[1];");
    const test::Outcome configured = project.configure();
    REQUIRE(configured.status == 0);
    const test::Outcome built = project.build();
    CHECK(built.status != 0);
    CHECK_THAT(built.output, Contains("region `TCM' overflowed"));
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
