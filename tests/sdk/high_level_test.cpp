// High-level apps for the device: each idiom of real projects, from the preset to the package.

#include "app_project.hpp"
#include "elf_facts.hpp"

#include <catch2/catch.hpp>

namespace perisphere::high_level_test
{

using Catch::Matchers::Contains;
using Names = std::vector<std::string>;

TEST_CASE("a project of today's form, in a folder with spaces, becomes a package")
{
    test::AppProject project("modern with spaces");
    project.make();
    const DirectoryTree package = project.package("ModernBlink");
    CHECK(test::paths(package) == Names{"app_manifest.json", "bin", "bin/app", "certs",
                                        "certs/root ca.pem", "data", "data/notes.txt"});
    CHECK(test::content(package, "data/notes.txt") == project.text("data/notes.txt"));
    const std::string manifest = test::content(package, "app_manifest.json");
    CHECK_THAT(manifest, Contains("\"Gpio\":[8]"));
    CHECK_THAT(manifest, Contains("\"TargetApplicationRuntimeVersion\":18"));
}

TEST_CASE("an app is the ELF file that a device loads")
{
    test::AppProject project("modern with spaces");
    project.choosePreset("ARM-Release");
    project.make();
    const test::ElfFacts facts = test::elfFacts(project.output("ModernBlink.out"));
    CHECK(facts.interpreter == "/lib/ld-musl-armhf.so.1");
    CHECK(facts.needed == Names{"libapplibs.so.0", "libgcc_s.so.1", "libc.so.1"});
    CHECK(facts.isPositionIndependent);
    CHECK_THAT(facts.header, Contains("0x5000400") && Contains("ELF32"));
    CHECK_THAT(facts.symbols, Contains("__timerfd_settime64") && Contains("__stack_chk_fail") &&
                                  Contains("__aeabi_uldivmod@GCC_3.5"));
    CHECK_THAT(facts.programHeaders, Contains("GNU_RELRO") && Contains("0x10000"));
    // bin/app is the same without symbols.
    const auto& stripped = project.output("approotModernBlink/bin/app");
    CHECK(std::filesystem::file_size(stripped) <
          std::filesystem::file_size(project.output("ModernBlink.out")));
    CHECK(test::elfFacts(stripped).needed == facts.needed);
}

TEST_CASE("a project of 2020 chooses its board by an included file and names an old API set")
{
    test::AppProject project("style_of_2020");
    project.make();
    const std::string manifest = test::content(project.package("StyleOf2020"), "app_manifest.json");
    CHECK_THAT(manifest, Contains("\"Gpio\":[16,12]") && Contains("\"Uart\":[\"ISU0\"]"));
    CHECK_THAT(manifest, Contains("\"TargetApplicationRuntimeVersion\":7"));
    CHECK(test::elfFacts(project.output("StyleOf2020.out")).needed ==
          Names{"libapplibs.so.0", "libc.so.1", "libgcc_s.so.1"});
}

TEST_CASE("a library outside of the project takes the board's names too")
{
    test::AppProject project("library_with_board", "app");
    project.make();
    CHECK_THAT(test::content(project.package("LibraryWithBoard"), "app_manifest.json"),
               Contains("\"Gpio\":[8]"));
}

TEST_CASE("a board's folder is found by find_path")
{
    test::AppProject project("board_search", "apps/blink");
    project.make();
    CHECK_THAT(test::content(project.package("BoardSearch"), "app_manifest.json"),
               Contains("\"Gpio\":[9]"));
}

TEST_CASE("every library of the device links, in any order, and is recorded once")
{
    test::AppProject project("every_library");
    project.make();
    CHECK(test::elfFacts(project.output("EveryLibrary.out")).needed ==
          Names{"libc.so.1", "libtlsutils.so.0", "libcurl.so.4", "libazureiot.so.1",
                "libwolfssl.so.15", "libapplibs.so.0", "libgcc_s.so.1"});
}

TEST_CASE("a function that no library has fails the link")
{
    test::AppProject project("board_search", "apps/blink");
    project.edit("main.c", "int main(void)", "int noSuchFunction(void);\nint main(void)");
    project.edit("main.c", "return GPIO", "return noSuchFunction() + GPIO");
    REQUIRE(project.configure().status == 0);
    const test::Outcome built = project.build();
    CHECK(built.status != 0);
    CHECK_THAT(built.output, Contains("undefined reference to `noSuchFunction'"));
    CHECK_FALSE(std::filesystem::exists(project.output("BoardSearch.imagepackage")));
}

TEST_CASE("an app in C++20 runs on the libraries of the system root")
{
    test::AppProject project("cpp");
    project.choosePreset("ARM-Release");
    project.make();
    CHECK(test::elfFacts(project.output("CppApp.out")).needed ==
          Names{"libc.so.1", "libgcc_s.so.1"});
    const test::Outcome ran =
        test::runCommand("qemu-arm-static -L '" + test::sdkFolder() + "Sysroots/18' " +
                             test::shellWord(project.output("approotCppApp/bin/app")),
                         project / "");
    CHECK(ran.output == "log 27, first 1, 1 tick, slept well, 8 bytes of time\n");
    CHECK(ran.status == 5);
}

TEST_CASE(
    "a project writes its manifest when it is configured, and gives its product's name to the "
    "package")
{
    test::AppProject project("rewritten_manifest");
    project.make();
    CHECK_THAT(test::content(project.package("Pump"), "app_manifest.json"),
               Contains("\"AllowedConnections\":[\"pumps.example.com\"]"));
}

TEST_CASE("a change of the manifest is in the package after the next build")
{
    test::AppProject project("board_search", "apps/blink");
    project.make();
    project.edit("app_manifest.json", "\"BoardSearch\"", "\"Renamed\"");
    const test::Outcome built = project.build();
    INFO(built.output);
    REQUIRE(built.status == 0);
    CHECK_THAT(test::content(project.package("BoardSearch"), "app_manifest.json"),
               Contains("\"Renamed\""));
}

} // namespace perisphere::high_level_test
