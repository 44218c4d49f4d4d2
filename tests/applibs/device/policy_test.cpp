// One allow and one deny case for each capability, made from the manifest's schema: a capability
// without an example there, or of a kind that is not known here, fails.
#include "perisphere/device/policy.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <cerrno>

namespace perisphere::policy_test
{

using namespace perisphere::device;
using Json = nlohmann::ordered_json;

namespace
{

Json capabilitySchemas()
{
    return Json::parse(manifest::schemaText())["properties"]["Capabilities"]["properties"];
}

manifest::Manifest manifestWith(const Json& capabilities, bool isRealTime)
{
    const Json whole = {{"SchemaVersion", 1},
                        {"Name", "Test"},
                        {"ComponentId", "0d4f7d5e-5c52-4c0b-8a6c-3a0d3c6a9c55"},
                        {"EntryPoint", "/bin/app"},
                        {"CmdArgs", Json::array()},
                        {"Capabilities", capabilities},
                        {"ApplicationType", isRealTime ? "RealTimeCapable" : "Default"}};
    const std::string text = whole.dump(2);
    auto parsed = manifest::parse(text, "app_manifest.json");
    for (const Diagnostic& finding : parsed.diagnostics)
        UNSCOPED_INFO(finding.toString());
    REQUIRE(parsed.ok());
    return std::move(*parsed.value);
}

bool isForRealTimeOnly(const Json& schema)
{
    return schema["x-applications"] == Json::array({"RealTimeCapable"});
}

/// What an app would ask for that the example grants.
Outcome<> ask(const manifest::Manifest& manifest, manifest::Capability capability,
              const Json& example)
{
    if (!example.is_array())
        return require(manifest, capability);
    const Json& element = example.front();
    if (element.is_number())
        return require(manifest, capability, element.get<std::int64_t>());
    const auto text = element.get<std::string>();
    return require(manifest, capability, std::string_view(text));
}

/// The first example whose elements stand for themselves.
Json exampleOf(const Json& schema)
{
    for (const Json& example : schema["examples"]) {
        const bool isName = example.is_array() && !example.empty() && example.front().is_string() &&
                            example.front().get<std::string>().starts_with("$");
        if (!isName && !(example.is_array() && example.empty()))
            return example;
    }
    FAIL("the schema has no example to grant");
    return {};
}

} // namespace

TEST_CASE("every capability that the manifest grants is allowed, and denied when it does not")
{
    const Json schemas = capabilitySchemas();
    std::size_t count = 0;
    for (const auto& [key, schema] : schemas.items()) {
        INFO(key);
        const auto capability = manifest::capability(key);
        REQUIRE(capability);
        const Json example = exampleOf(schema);
        const bool isRealTime = isForRealTimeOnly(schema);

        CHECK(ask(manifestWith({{key, example}}, isRealTime), *capability, example));

        const auto denied = ask(manifestWith(Json::object(), isRealTime), *capability, example);
        REQUIRE_FALSE(denied);
        CHECK(denied.error().error == EACCES);
        CHECK(denied.error().reason.find("\"" + key + "\"") != std::string::npos);
        CHECK(denied.error().reason.find("app_manifest.json") != std::string::npos);
        ++count;
    }
    CHECK(count == manifest::allCapabilities().size());
}

TEST_CASE("an element that is not listed is refused with the line to change")
{
    const auto manifest = manifestWith({{"Gpio", {8, 9}}, {"Uart", {"ISU0"}}}, false);
    const auto denied = require(manifest, manifest::Capability::Gpio, std::int64_t{10});
    REQUIRE_FALSE(denied);
    CHECK(denied.error().reason ==
          "10 is not in \"Gpio\"; add it to the list in app_manifest.json:8:5");
    CHECK(denied.error().missing ==
          MissingGrant{.capability = "Gpio", .value = "10", .line = R"("Gpio": [8, 9, 10])"});
    CHECK_FALSE(require(manifest, manifest::Capability::Uart, std::string_view("ISU1")));
}

TEST_CASE("a flag that is false, and a list that is empty, grant nothing")
{
    const auto manifest = manifestWith({{"WifiConfig", false}, {"Gpio", Json::array()}}, false);
    const auto denied = require(manifest, manifest::Capability::WifiConfig);
    REQUIRE_FALSE(denied);
    CHECK(denied.error().missing.value().line == R"("WifiConfig": true)");
    CHECK_FALSE(require(manifest, manifest::Capability::Gpio, std::int64_t{0}));
}

TEST_CASE("component ids compare without regard to case")
{
    const auto manifest = manifestWith(
        {{"AllowedApplicationConnections", {"25025D2C-66DA-4448-BAE1-AC26FCDD3627"}}}, false);
    CHECK(require(manifest, manifest::Capability::AllowedApplicationConnections,
                  std::string_view("25025d2c-66da-4448-bae1-ac26fcdd3627")));
}

} // namespace perisphere::policy_test
