#include "perisphere/feed/metadata.hpp"

#include "canonical_json.hpp"
#include "feed_builder.hpp"
#include "perisphere/feed/trust_state.hpp"
#include "perisphere/json/schema.hpp"
#include "perisphere/json/value.hpp"
#include "time.hpp"

#include <catch2/catch.hpp>

using namespace perisphere;
using Catch::Contains;
using json::Value;

namespace
{

/// What is wrong with a root whose text was changed by `change`: rule, and the whole finding.
Diagnostic findingAfter(const std::function<void(Value&)>& change)
{
    test::FeedBuilder builder;
    Value text = Value::parse(feed::write(builder.root()));
    change(text);
    const std::string file = builder.sign(feed::canonical(text), {&builder.key(feed::Role::Root)});
    const auto envelope = feed::readEnvelope(file, "1.root.json").value();
    const auto parsed = feed::parseRoot(envelope, "1.root.json");
    REQUIRE_FALSE(parsed.ok());
    return parsed.diagnostics.front();
}

template <class Parsed>
void requireSame(const Parsed& parsed, std::string_view text)
{
    REQUIRE(parsed.ok());
    CHECK(feed::write(*parsed.value) == text);
}

} // namespace

TEST_CASE("what was written is read again, and its text is the same")
{
    test::FeedBuilder builder;
    const auto files = builder.files();
    const std::string root = builder.rootFile();
    const auto read = [](const std::string& file) { return feed::readEnvelope(file, "x").value(); };
    const auto rootText = read(root);
    requireSame(feed::parseRoot(rootText, "x"), rootText.text);
    const auto timestamp = read(files.at("timestamp.json"));
    requireSame(feed::parseTimestamp(timestamp, "x"), timestamp.text);
    const auto snapshot = read(files.at("1.snapshot.json"));
    requireSame(feed::parseSnapshot(snapshot, "x"), snapshot.text);
    const auto targets = read(files.at("1.targets.json"));
    requireSame(feed::parseTargets(targets, "x"), targets.text);
}

TEST_CASE("a file is JSON as a whole, with the ids that The Update Framework gives keys")
{
    test::FeedBuilder builder;
    const Value root = Value::parse(builder.rootFile());
    for (const auto& [id, key] : root["signed"]["keys"].items())
        CHECK(id == feed::sha256(feed::canonical(key)));
}

TEST_CASE("findings in metadata have the rule, the pointer and the place in the file")
{
    struct Case {
        const char* rule;
        const char* pointer;
        std::function<void(Value&)> change;
    };
    const std::vector<Case> cases = {
        {"schema-enum", "/_type", [](Value& text) { text["_type"] = "targets"; }},
        {"schema-required", "", [](Value& text) { text.erase("expires"); }},
        {"schema-minimum", "/version", [](Value& text) { text["version"] = 0; }},
        {"schema-pattern", "/expires", [](Value& text) { text["expires"] = "tomorrow"; }},
        {"schema-pattern", "/spec_version", [](Value& text) { text["spec_version"] = "2.0"; }},
        {"time", "/expires", [](Value& text) { text["expires"] = "2026-02-30T00:00:00Z"; }},
        {"schema-enum", "/consistent_snapshot",
         [](Value& text) { text["consistent_snapshot"] = false; }},
        {"schema-uniqueItems", "/roles/targets/keyids",
         [](Value& text) {
             auto& keys = text["roles"]["targets"]["keyids"];
             keys.push_back(keys[0]);
         }},
        {"threshold", "/roles/targets",
         [](Value& text) { text["roles"]["targets"]["threshold"] = 3; }},
        {"canonical", "", [](Value& text) { text["more"] = 1.5; }},
    };
    for (const Case& one : cases) {
        INFO(one.rule << one.pointer);
        const Diagnostic found = findingAfter(one.change);
        CHECK(found.rule == one.rule);
        CHECK(found.where.pointer == one.pointer);
        CHECK(found.where.file == "1.root.json");
    }
    const Diagnostic key = findingAfter([](Value& text) {
        auto& keys = text["keys"];
        const std::string first = keys.begin().key();
        keys[first]["keyval"]["public"] = std::string(64, 'a');
    });
    CHECK(key.rule == "key-id");
}

TEST_CASE("a text that is not canonical is refused, and so are keys of an object that come twice")
{
    test::FeedBuilder builder;
    std::string spaced = feed::write(builder.timestamp);
    spaced.insert(1, " ");
    std::string twice = feed::write(builder.timestamp);
    twice.insert(1, R"("_type":"timestamp",)");
    for (const std::string& text : {spaced, twice}) {
        const std::string file = builder.sign(text, {&builder.key(feed::Role::Timestamp)});
        const auto parsed = feed::parseTimestamp(feed::readEnvelope(file, "x").value(), "x");
        REQUIRE_FALSE(parsed.ok());
        CHECK(parsed.diagnostics.front().rule == "canonical");
    }
}

TEST_CASE("a target's name is that of a file, and no path")
{
    for (const char* const name : {"../passwd", "a/b", "", ".hidden", "a b", "%2e"}) {
        test::FeedBuilder builder;
        builder.targets.targets[0].name = name;
        const std::string file = builder.files().at("1.targets.json");
        const auto parsed = feed::parseTargets(feed::readEnvelope(file, "x").value(), "x");
        REQUIRE_FALSE(parsed.ok());
        CHECK(parsed.diagnostics.front().rule == "target-name");
    }
}

TEST_CASE("targets of kinds to come are passed over")
{
    test::FeedBuilder builder;
    Value text = Value::parse(feed::write(builder.targets));
    Value other = text["targets"]["blink.imagepackage"];
    other["custom"]["perisphere"]["kind"] = "firmware";
    text["targets"]["later.bin"] = other;
    other.erase("custom");
    text["targets"]["whatever.bin"] = other;
    const std::string file =
        builder.sign(feed::canonical(text), {&builder.key(feed::Role::Targets)});
    const auto parsed = feed::parseTargets(feed::readEnvelope(file, "x").value(), "x");
    REQUIRE(parsed.ok());
    REQUIRE(parsed.value->targets.size() == 1);
    CHECK(feed::filePath(parsed.value->targets[0]) ==
          "targets/" + feed::sha256("image") + ".blink.imagepackage");
}

TEST_CASE("times are those of the calendar, in one form")
{
    CHECK(feed::toText(test::kNow) == "2026-11-30T00:00:00Z");
    CHECK(feed::parseTime("2026-11-30T00:00:00Z") == test::kNow);
    CHECK(feed::parseTime("2024-02-29T23:59:59Z"));
    for (const char* const text :
         {"2026-02-29T00:00:00Z", "2026-11-30T24:00:00Z", "2026-13-01T00:00:00Z",
          "2026-11-30T00:60:00Z", "2026-11-30 00:00:00Z", "2026-11-30T00:00:00",
          "26-11-30T00:00:00Z", ""})
        CHECK_FALSE(feed::parseTime(text));
}

TEST_CASE("what a device keeps of its feed is read as it was written; another file is refused")
{
    const feed::TrustState state{.givenRoot = feed::sha256("x"),
                                 .root = "{\"signatures\":[…]}\n",
                                 .timestamp = 7,
                                 .snapshot = 3,
                                 .targets = 2,
                                 .clock = test::kNow};
    const std::string text = feed::write(state);
    CHECK(feed::parseTrustState(text, "feed.json").value == state);
    const auto refused = feed::parseTrustState("{\"root\":1}", "feed.json");
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.diagnostics.front().where.file == "feed.json");
    CHECK_FALSE(feed::parseTrustState(text.substr(0, text.size() / 2), "feed.json").ok());
}
