#include "host_name.hpp"
#include "manifest_text.hpp"

#include <fmt/format.h>

namespace perisphere::host_name_test
{

using manifest::HostVerdict;
using manifest::judgeHost;

namespace
{

/// The findings, a line each.
std::string joined(const Diagnostics& diagnostics)
{
    std::string text;
    for (const std::string& one : test::findings(diagnostics))
        text += (text.empty() ? "" : "\n") + one;
    return text;
}

} // namespace

TEST_CASE("host names and IPv4 addresses may be listed")
{
    for (const char* good :
         {"example.com", "EXAMPLE.com", "localhost", "a", "x-y.z0", "_dmarc.example.com",
          "xn--bcher-kva.example", "192.168.35.1", "255.255.255.255", "0.0.0.0", "1e100.net",
          "3com.com", "global.azure-devices-provisioning.net"}) {
        CAPTURE(good);
        CHECK(judgeHost(good).kind == HostVerdict::Kind::Good);
    }
    CHECK(judgeHost(fmt::format("{:a>63}.com", "")).kind == HostVerdict::Kind::Good);
}

TEST_CASE("what is no exact host is refused with what to write instead")
{
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"", "remove the empty entry"},
        {"*.example.com", "no wildcards"},
        {"example.com:443", "leave out the port"},
        {"fe80::1", "IPv6 is not known"},
        {"https://example.com/x", "leave out the scheme"},
        {"10.0.0.0/8", "no address ranges"},
        {"example.com/path", "leave out the slash"},
        {"b\xC3\xBC"
         "cher.example",
         "ASCII form"},
        {"256.1.1.1", "four numbers from 0 to 255"},
        {"1.2.3", "four numbers"},
        {"1.2.3.4.5", "four numbers"},
        {"010.1.1.1", "without leading zeros"},
        {"host.99999999999", "four numbers"},
        {"example.com.", "no dot at either end"},
        {".example.com", "no dot at either end"},
        {"a..b", "nor two together"},
        {"-a.com", "hyphen"},
        {"a-.com", "hyphen"},
        {"a b.com", "only letters"},
        {"$HOST", "only letters"},
        {fmt::format("{:a>64}.com", ""), "at most 63 bytes"},
        {fmt::format("{:a>254}", ""), "at most 253 bytes"},
    };
    for (const auto& [text, advice] : cases) {
        CAPTURE(text);
        const HostVerdict verdict = judgeHost(text);
        CHECK(verdict.kind == HostVerdict::Kind::Bad);
        CHECK(verdict.advice.find(advice) != std::string::npos);
    }
}

TEST_CASE("a bad host is an error at its entry, a placeholder only a warning")
{
    const auto bad =
        manifest::parse(test::manifestText(R"json("AllowedConnections": ["a.b", "*.c"])json"), "a");
    CHECK(joined(bad.diagnostics) == "error host-name 7:50 /Capabilities/AllowedConnections/1");
    CHECK(bad.diagnostics.front().message == "\"*.c\" is not a host");

    const auto placeholder = manifest::parse(
        test::manifestText(R"json("AllowedConnections": ["<your hub>.azure-devices.net"])json"),
        "a");
    CHECK(placeholder.ok());
    CHECK(joined(placeholder.diagnostics) ==
          "warning host-placeholder 7:43 /Capabilities/AllowedConnections/0");
}

TEST_CASE("hosts that differ in case only are duplicates, other entries are compared as they are")
{
    const auto found = manifest::parse(
        test::manifestText(
            R"json("AllowedConnections": ["a.b", "A.B"], "AllowedTcpServerPorts": [1, 2, 1])json"),
        "a");
    CHECK(found.ok());
    CHECK(joined(found.diagnostics) ==
          "warning duplicate-entry 7:50 /Capabilities/AllowedConnections/1\n"
          "warning duplicate-entry 7:90 /Capabilities/AllowedTcpServerPorts/2");
}

TEST_CASE("an app that lists itself as its partner is warned")
{
    const auto found = manifest::parse(
        test::manifestText(
            R"json("AllowedApplicationConnections": ["25025D2C-66DA-4448-BAE1-AC26FCDD3627"])json"),
        "a");
    CHECK(joined(found.diagnostics) ==
          "warning partner-self 7:54 /Capabilities/AllowedApplicationConnections/0");
}

} // namespace perisphere::host_name_test
