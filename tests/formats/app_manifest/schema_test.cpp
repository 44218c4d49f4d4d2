// The schema and the table of capabilities say the same, and the schema's annotations are whole.

#include "capability_table.hpp"
#include "manifest_text.hpp"
#include "perisphere/json/schema.hpp"

#include <atomic>
#include <thread>

namespace perisphere::schema_test
{

using json::Value;
using manifest::ApplicationType;
using manifest::Kind;

namespace
{

const Value& schema()
{
    static const Value value = Value::parse(manifest::schemaText());
    return value;
}

const Value& capabilityNodes()
{
    return schema()["properties"]["Capabilities"]["properties"];
}

std::vector<std::string> keysOf(const Value& object)
{
    std::vector<std::string> keys;
    for (const auto& [key, ignored] : object.get_ref<const Value::object_t&>())
        keys.push_back(key);
    return keys;
}

std::string typeOf(Kind kind)
{
    if (manifest::isList(kind))
        return "array";
    if (kind == Kind::Flag)
        return "boolean";
    return kind == Kind::Storage ? "object" : "string";
}

/// Every subschema: the root, and what is below "properties", "items" and "definitions".
template <class Visit>
void walk(const Value& node, const std::string& pointer, Visit visit)
{
    visit(node, pointer);
    for (const char* group : {"properties", "definitions"})
        if (node.contains(group))
            for (const auto& [key, below] : node[group].get_ref<const Value::object_t&>())
                walk(below, pointer + "/" + group + "/" + key, visit);
    if (node.contains("items"))
        walk(node["items"], pointer + "/items", visit);
}

} // namespace

TEST_CASE("the schema compiles")
{
    CHECK(json::Schema::compile(manifest::schemaText()).has_value());
}

TEST_CASE("schema and table have the same capabilities, in the same order, of the same kinds")
{
    const Value& capabilities = capabilityNodes();
    std::vector<std::string> tableKeys;
    for (const manifest::CapabilityRow& row : manifest::capabilityRows())
        tableKeys.emplace_back(row.key);
    CHECK(keysOf(capabilities) == tableKeys);
    for (const manifest::CapabilityRow& row : manifest::capabilityRows()) {
        CAPTURE(row.key);
        const Value& node = capabilities[std::string(row.key)];
        CHECK(node["x-kind"] == std::string(manifest::name(row.kind)));
        CHECK(node["type"] == typeOf(row.kind));
        std::vector<std::string> applications;
        for (const auto type : {ApplicationType::Default, ApplicationType::RealTimeCapable,
                                ApplicationType::Debugger})
            if (manifest::isFor(row.cores, type))
                applications.emplace_back(manifest::name(type));
        auto listed = node["x-applications"].get<std::vector<std::string>>();
        std::sort(listed.begin(), listed.end());
        std::sort(applications.begin(), applications.end());
        CHECK(listed == applications);
    }
}

TEST_CASE("every capability has its name, and every name its capability")
{
    CHECK(manifest::allCapabilities().size() == manifest::capabilityRows().size());
    for (const manifest::Capability one : manifest::allCapabilities())
        CHECK(manifest::capability(manifest::name(one)) == one);
    CHECK_FALSE(manifest::capability("gpio"));
    CHECK_FALSE(manifest::capability(""));
}

TEST_CASE("every capability's example is granted without a finding, in each application type it is "
          "for")
{
    for (const auto& [key, node] : capabilityNodes().get_ref<const Value::object_t&>())
        for (const Value& example : node["examples"])
            for (const Value& type : node["x-applications"]) {
                CAPTURE(key, type.get<std::string>());
                const auto app =
                    manifest::parse(test::manifestText("\"" + key + "\": " + example.dump(),
                                                       "\"ApplicationType\": " + type.dump()),
                                    "a");
                CHECK(test::findings(app.diagnostics).empty());
                CHECK(app.value->has(*manifest::capability(key)));
            }
}

TEST_CASE("a capability outside its application types is warned about")
{
    for (const auto& [key, node] : capabilityNodes().get_ref<const Value::object_t&>())
        for (const char* type : {"Default", "RealTimeCapable", "Debugger"}) {
            const Value& types = node["x-applications"];
            if (std::find(types.begin(), types.end(), Value(type)) != types.end())
                continue;
            CAPTURE(key, type);
            const auto app = manifest::parse(
                test::manifestText("\"" + key + "\": " + node["examples"][0].dump(),
                                   std::string("\"ApplicationType\": \"") + type + "\""),
                "a");
            CHECK(app.ok());
            CHECK(
                test::findings(app.diagnostics) ==
                std::vector<std::string>{"warning application-type-use 7:20 /Capabilities/" + key});
        }
}

TEST_CASE("every value of the schema is described, and every capability names its device error")
{
    walk(schema(), "", [](const Value& node, const std::string& pointer) {
        CAPTURE(pointer);
        const bool isReference = node.contains("$ref");
        const bool isEntry = pointer.ends_with("/items");
        const bool isDefinition = pointer.starts_with("/definitions/");
        if (!isReference && !isEntry && !isDefinition)
            CHECK(node.contains("description"));
        if (pointer.starts_with("/properties/Capabilities/properties/") && !isEntry)
            CHECK(node["x-device-error"].is_number_integer());
        // A pattern is no text for people, and its violation needs a rule of its own.
        if (node.contains("pattern"))
            CHECK((node.contains("x-expected") && node.contains("x-rule")));
    });
}

TEST_CASE("many threads parse at once and find the same")
{
    const std::string text = test::manifestText(
        R"json("Gpio": [8, "$LED", "x"], "Uart": ["isu0"], "WifiConfig": 1, "Mystery": 2)json");
    const auto expected = test::findings(manifest::parse(text, "a").diagnostics);
    REQUIRE(expected.size() == 4);
    std::atomic<int> same{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&] {
            for (int round = 0; round < 50; ++round)
                if (test::findings(manifest::parse(text, "a").diagnostics) == expected)
                    ++same;
        });
    for (std::thread& thread : threads)
        thread.join();
    CHECK(same == 400);
}

} // namespace perisphere::schema_test
