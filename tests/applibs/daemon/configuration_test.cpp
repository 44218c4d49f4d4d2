// The daemon's configuration: what is read, and what is said of what cannot be.
#include "perisphere/daemon/configuration.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <string>

using namespace perisphere;

namespace
{

std::string findingsOf(std::string_view text)
{
    std::string all;
    for (const Diagnostic& finding :
         daemon::parseConfiguration(text, "perisphered.json").diagnostics)
        all += finding.toString() + '\n';
    return all;
}

} // namespace

TEST_CASE("a configuration with all its members is read")
{
    const auto parsed = daemon::parseConfiguration(R"({
      "name": "greenhouse", "board": "raspberry_pi_4", "systemRoot": "/usr/lib/perisphere/armhf",
      "state": "/var/lib/p", "runtime": "/run/p", "osVersion": "25.01",
      "trustedKeys": ["/etc/perisphere/ours.pem"], "mayBeMissing": ["mdwe"],
      "limits": {"memoryMiB": 8, "processes": 16, "cpuPercent": 50, "packagesKiB": 2048},
      "network": {"bridge": "apps0", "nft": "/usr/sbin/nft"},
      "identity": {"key": "tpm", "tpm": "device:/dev/tpmrm1"},
      "debugging": true, "gdbserver": "/opt/gdbserver"})",
                                                   "perisphered.json");
    REQUIRE(parsed.ok());
    const daemon::Configuration& configuration = *parsed.value;
    CHECK(configuration.name == "greenhouse");
    CHECK(configuration.trustedKeys.size() == 1);
    CHECK(configuration.limits.memoryBytes == 8U << 20U);
    CHECK(configuration.limits.processes == 16);
    CHECK(configuration.limits.cpuPercent == 50);
    CHECK(configuration.packageBytes == 2048U << 10U);
    REQUIRE(configuration.network);
    CHECK(configuration.network->bridge == "apps0");
    REQUIRE(configuration.identity);
    CHECK(configuration.identity->key == keys::KeyKind::Tpm);
    CHECK(configuration.identity->tpm == "device:/dev/tpmrm1");
    CHECK(configuration.allowsDebugging);
    CHECK(configuration.gdbserver == "/opt/gdbserver");
}

TEST_CASE("what is left out is as documented, and apps have no network then")
{
    const auto parsed = daemon::parseConfiguration(
        R"({"board": "qemu_virt", "systemRoot": "/lib", "acceptAnyPackage": true})", "p.json");
    REQUIRE(parsed.ok());
    CHECK(parsed.value->name == "device");
    CHECK(parsed.value->state == "/var/lib/perisphere");
    CHECK(parsed.value->packageBytes == 1U << 20U);
    CHECK_FALSE(parsed.value->network);
    CHECK_FALSE(parsed.value->identity);
    CHECK_FALSE(parsed.value->allowsDebugging);
    CHECK(parsed.value->gdbserver == "/usr/bin/gdbserver");
}

TEST_CASE("the device's key is in a file only where that is said")
{
    const auto parsed = daemon::parseConfiguration(
        R"({"board": "b", "systemRoot": "/lib", "acceptAnyPackage": true,
            "identity": {"key": "file"}})",
        "p.json");
    REQUIRE(parsed.ok());
    CHECK(parsed.value->identity->key == keys::KeyKind::File);
    for (const char* const identity : {R"({})", R"({"key": "none"})", R"({"key": "tpm", "x": 1})"})
        CHECK(findingsOf(fmt::format(R"({{"board": "b", "systemRoot": "/lib",
                                         "acceptAnyPackage": true, "identity": {}}})",
                                     identity))
                  .find("/identity") != std::string::npos);
}

TEST_CASE("a mistake is told with its place")
{
    CHECK(findingsOf("{").find("perisphered.json:1:") != std::string::npos);
    CHECK(findingsOf(R"({"board": "b", "systemRoot": "lib", "acceptAnyPackage": true})")
              .find("/systemRoot") != std::string::npos);
    CHECK(findingsOf(R"({"board": "b", "systemRoot": "/lib"})").find("[no-trust]") !=
          std::string::npos);
    CHECK(findingsOf(R"({"board": "b", "systemRoot": "/lib", "acceptAnyPackage": true,
                         "trustedKeys": ["/k.pem"]})")
              .find("[contradicting-trust]") != std::string::npos);
    CHECK(findingsOf(R"({"board": "b", "systemRoot": "/lib", "acceptAnyPackage": true,
                         "limits": {"memoryMib": 1}})")
              .find("memoryMib") != std::string::npos);
    CHECK(
        findingsOf(R"({"board": "b", "board": "c", "systemRoot": "/l", "acceptAnyPackage": true})")
            .find("duplicate-key") != std::string::npos);
}
