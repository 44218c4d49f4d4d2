// What programs that were built for devices take from the device's libraries is there.

#include "app_project.hpp"
#include "elf_facts.hpp"

#include "perisphere/base/file.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <set>
#include <sstream>

namespace perisphere::device_symbols_test
{

using Catch::Matchers::Contains;
using Names = std::set<std::string>;

namespace
{

constexpr std::size_t kMaxList = 1U << 20U;

/// Names by SONAME.
std::map<std::string, Names> neededNames()
{
    std::map<std::string, Names> needed;
    std::istringstream lines(readTextFile(PERISPHERE_DEVICE_SYMBOLS, kMaxList).value());
    std::string soname;
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line.substr(0, line.find('#')));
        for (std::string word; words >> word;) {
            if (word.front() == '[')
                needed[soname = word.substr(1, word.size() - 2)];
            else
                needed[soname].insert(word);
        }
    }
    return needed;
}

/// As musl's loader finds it.
std::filesystem::path libraryFile(const std::string& soname)
{
    for (const char* folder : {"lib", "usr/lib"})
        if (const auto path =
                std::filesystem::path(test::sdkFolder()) / "Sysroots/18" / folder / soname;
            std::filesystem::exists(path))
            return path;
    FAIL("the system root has no " << soname);
    return {};
}

/// What it exports, without versions.
Names exportsOf(const std::filesystem::path& library)
{
    Names names;
    std::istringstream lines(test::elfFacts(library).symbols);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string number, value, size, type, binding, visibility, section, name;
        words >> number >> value >> size >> type >> binding >> visibility >> section >> name;
        if (section != "UND")
            names.insert(name.substr(0, name.find('@')));
    }
    return names;
}

test::Outcome runOnDevice(const std::filesystem::path& program)
{
    return test::runCommand("qemu-arm-static -L '" + test::sdkFolder() + "Sysroots/18' " +
                                test::shellWord(program),
                            program.parent_path());
}

} // namespace

TEST_CASE("the device's libraries have what programs of all API sets need")
{
    const auto needed = neededNames();
    REQUIRE(needed.size() >= 10);
    REQUIRE(needed.at("libc.so.1").size() > 400);
    for (const auto& [soname, names] : needed) {
        const Names exported = exportsOf(libraryFile(soname));
        for (const std::string& name : names) {
            INFO(soname << " has no " << name);
            CHECK(exported.contains(name));
        }
    }
}

TEST_CASE("a program that names the device's own libraries and calls none of them runs")
{
    test::AppProject project("every_library");
    project.write("main.c", "#include <stdio.h>\nint main(void) { return puts(\"alive\") < 0; }\n");
    project.make();
    CHECK(test::elfFacts(project.output("EveryLibrary.out")).needed.size() == 7);
    const test::Outcome ran = runOnDevice(project.output("approotEveryLibrary/bin/app"));
    CHECK(ran.output == "alive\n");
    CHECK(ran.status == 0);
}

TEST_CASE("a program that calls one of the device's own libraries is told how to build it")
{
    test::AppProject project("every_library");
    project.make();
    const test::Outcome ran = runOnDevice(project.output("approotEveryLibrary/bin/app"));
    CHECK_THAT(ran.output, Contains("curl_global_init: an emulated core has this library for apps "
                                    "on glibc alone; build the app with perisphere build --libc "
                                    "glibc"));
    CHECK(ran.status == 128 + 6); // SIGABRT
}

TEST_CASE("every library of the glibc system root finds what it needs")
{
    const std::filesystem::path root = test::sdkFolder() + "Sysroots/18";
    std::set<std::string> names;
    std::vector<std::filesystem::path> libraries;
    for (const char* folder : {"lib/arm-linux-gnueabihf", "usr/lib/arm-linux-gnueabihf"})
        for (const auto& entry : std::filesystem::directory_iterator(root / folder)) {
            names.insert(entry.path().filename().string());
            if (entry.is_regular_file() && !entry.is_symlink() &&
                entry.path().filename().string().find(".so.") != std::string::npos)
                libraries.push_back(entry.path());
        }
    REQUIRE(libraries.size() > 40);
    for (const auto& library : libraries)
        for (const std::string& name : test::elfFacts(library).needed) {
            INFO(library << " needs " << name << ": add its package to scripts/sdk-sysroot");
            CHECK(names.contains(name));
        }
}

TEST_CASE("an app on glibc is linked with Debian's libraries and runs")
{
    test::AppProject project("every_library");
    project.edit("CMakeLists.txt", " azureiot ", " azureiot ssl crypto ");
    project.edit("main.c", "curl_global_init(CURL_GLOBAL_DEFAULT);",
                 "curl_global_init(CURL_GLOBAL_DEFAULT);\n    curl_global_cleanup();\n"
                 "    printf(\"%s\\n\", curl_version());\n    return 0;");
    project.edit("main.c", "#include <math.h>", "#include <math.h>\n#include <stdio.h>");
    project.make("-DPERISPHERE_LIBC=glibc");
    const test::ElfFacts facts = test::elfFacts(project.output("EveryLibrary.out"));
    CHECK(facts.interpreter == "/lib/ld-linux-armhf.so.3");
    const Names needed(facts.needed.begin(), facts.needed.end());
    for (const char* name : {"libc.so.6", "libcurl.so.4", "libwolfssl.so.35", "libapplibs.so.0"})
        CHECK(needed.contains(name));
    const test::Outcome ran = runOnDevice(project.output("approotEveryLibrary/bin/app"));
    CHECK_THAT(ran.output, Contains("libcurl/7.") && Contains("OpenSSL/3."));
    CHECK(ran.status == 0);
}

TEST_CASE("an app in C++20 runs on glibc")
{
    test::AppProject project("cpp");
    project.choosePreset("ARM-Release");
    project.make("-DPERISPHERE_LIBC=glibc");
    const test::Outcome ran = runOnDevice(project.output("approotCppApp/bin/app"));
    CHECK_THAT(ran.output, Contains("log 27, first 1, 1 tick, slept well, 4 bytes of time"));
    CHECK(ran.status == 5);
}

TEST_CASE("a C library that the SDK has not is a mistake")
{
    test::AppProject project("cpp");
    const test::Outcome configured = project.configure("-DPERISPHERE_LIBC=uclibc");
    CHECK(configured.status != 0);
    CHECK_THAT(configured.output, Contains("Set PERISPHERE_LIBC to musl or glibc"));
}

} // namespace perisphere::device_symbols_test
