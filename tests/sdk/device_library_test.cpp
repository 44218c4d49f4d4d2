// Our libapplibs as a device loads it.

#include "app_project.hpp"
#include "elf_facts.hpp"

#include <catch2/catch.hpp>

namespace perisphere::device_library_test
{

using Catch::Matchers::Contains;

TEST_CASE("the device's libapplibs needs the C library alone")
{
    const test::ElfFacts facts =
        test::elfFacts(test::sdkFolder() + "Sysroots/18/usr/lib/libapplibs.so.0");
    CHECK(facts.needed == std::vector<std::string>{"libc.so.1"});
    CHECK_THAT(facts.header, Contains("ARM") && Contains("DYN"));
    CHECK_THAT(facts.symbols, Contains("GPIO_OpenAsOutput") && !Contains("_ZN10perisphere"));
}

TEST_CASE("the device's libtlsutils needs the C library alone")
{
    const test::ElfFacts facts =
        test::elfFacts(test::sdkFolder() + "Sysroots/18/usr/lib/libtlsutils.so.0");
    CHECK(facts.needed == std::vector<std::string>{"libc.so.1"});
    CHECK_THAT(facts.symbols,
               Contains("DeviceAuth_SslCtxFunc") && Contains("DeviceAuth_GetCertificatePath"));
}

TEST_CASE("an app for the device starts with it, and is told that there is no device")
{
    test::AppProject project("modern with spaces");
    project.make();
    const test::Outcome ran =
        test::runCommand("qemu-arm-static -L '" + test::sdkFolder() + "Sysroots/18' " +
                             test::shellWord(project.output("approotModernBlink/bin/app")),
                         project / "");
    CHECK(ran.status == 1);
    CHECK_THAT(ran.output, Contains("no device"));
}

} // namespace perisphere::device_library_test
