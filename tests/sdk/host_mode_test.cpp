// Apps built for this machine.

#include "app_project.hpp"
#include "elf_facts.hpp"

#include <catch2/catch.hpp>

namespace perisphere::host_mode_test
{

using Catch::Matchers::Contains;

TEST_CASE("host mode leaves an application folder with a resolved manifest and a program that runs")
{
    test::AppProject project("host_mode");
    project.choosePreset("x86-Debug");
    project.make();
    const std::filesystem::path folder = project.output("approotHostMode");
    CHECK_THAT(project.text(folder / "app_manifest.json"),
               Contains("\"Gpio\":[8]") && Contains("\"--verbose\""));
    CHECK(project.text(folder / "www/index.html") == project.text("www/index.html"));
    CHECK_FALSE(std::filesystem::exists(project.output("HostMode.imagepackage")));

    // No device: the library says so, and the call fails.
    const test::Outcome ran = test::runCommand("bin/app", folder);
    INFO(ran.output);
    CHECK(ran.status == 4);
    CHECK_THAT(ran.output,
               Contains("64 bits, libcurl/") && Contains("wolfSSL ") && Contains("LED -1"));
    const test::ElfFacts facts = test::elfFacts(folder / "bin/app");
    CHECK_THAT(facts.header, Contains("X86-64"));
    // It stands before libc, or read(2) and write(2) would not be its.
    CHECK(facts.needed.front() == "libperisphere-host.so.0");
}

TEST_CASE("the same project builds for the device")
{
    test::AppProject project("host_mode");
    project.make();
    CHECK_THAT(test::elfFacts(project.output("HostMode.out")).header, Contains("ARM"));
}

TEST_CASE("host mode shows a mistake in the manifest with its place")
{
    test::AppProject project("host_mode");
    project.choosePreset("x86-Debug");
    project.edit("app_manifest.json", "LED1_RED", "LED9_RED");
    const test::Outcome configured = project.configure();
    CHECK(configured.status != 0);
    CHECK_THAT(configured.output, Contains("app_manifest.json:7:31"));
}

TEST_CASE("host mode packages after a change of the manifest what the change says")
{
    test::AppProject project("host_mode");
    project.choosePreset("x86-Debug");
    project.make();
    project.edit("app_manifest.json", "LED1_RED", "LED1_GREEN");
    const test::Outcome built = project.build();
    REQUIRE(built.status == 0);
    CHECK_THAT(built.output, Contains("Copying HostMode.out to bin/app"));
    CHECK_THAT(project.text(project.output("approotHostMode/app_manifest.json")),
               Contains("\"Gpio\":[9]"));
}

TEST_CASE("a warning about the app's board is told once in a build")
{
    test::AppProject project("host_mode");
    project.choosePreset("x86-Debug");
    project.edit("app_manifest.json", "\"Gpio\"", "\"Gipo\": [], \"Gpio\"");
    const test::Outcome configured = project.configure();
    CHECK_THAT(configured.output, Contains("Gipo"));
    const test::Outcome built = project.build();
    CHECK(built.status == 0);
    CHECK(built.output.find("Gipo") == std::string::npos);
}

TEST_CASE("host mode has the device's char without sign, and its C library with the mathematical "
          "functions")
{
    test::AppProject project("host_mode");
    project.choosePreset("x86-Debug");
    project.edit("CMakeLists.txt", "wolfssl m gcc_s", "wolfssl gcc_s");
    project.edit("main.c", "int main(void)\n{",
                 "_Static_assert((char)-1 > 0, \"sign\");\n\nint main(void)\n{");
    project.make();
}

TEST_CASE("host mode builds with sanitizers where asked")
{
    test::AppProject project("host_mode");
    project.choosePreset("x86-Debug");
    project.edit("main.c", "int led =", "led_index += (int)strlen(text);\n    int led =");
    project.edit("main.c", "int main(void)\n{",
                 "static int led_index;\nstatic int table[4];\n\nint main(void)\n{");
    project.edit("main.c", "return 4;", "return table[led_index];");
    project.make("-D PERISPHERE_SANITIZE=address,undefined");
    const test::Outcome ran = test::runCommand("bin/app", project.output("approotHostMode"));
    CHECK(ran.status != 0);
    CHECK_THAT(ran.output, Contains("index 7 out of bounds"));
}

} // namespace perisphere::host_mode_test
