// A package as developers build it, with the SDK's system root, on a device of the tests: until who
// looks from outside has seen what it does.
#include "tested_device.hpp"

#include <cstdlib>
#include <string>
#include <unistd.h>

using namespace perisphere;

namespace
{

std::string named(const char* variable)
{
    const char* const value = std::getenv(variable);
    INFO(variable);
    REQUIRE(value != nullptr);
    return value;
}

} // namespace

TEST_CASE("a package is installed by the control API and runs", "[.package]")
{
    test::TestedDevice device(
        {.systemRoot = named("SYSTEM_ROOT"), .trustedKey = named("TRUSTED_KEY")});
    device.start();
    auto client = device.client();
    const auto installed = client.call("app.install", {{"package", named("PACKAGE")}});
    if (!installed)
        FAIL(installed.error().toString());
    CHECK(client.call("app.list").value()["apps"][0]["state"] == "running");
    ::pause(); // until the machine is switched off from outside
}
