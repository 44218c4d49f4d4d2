#include "perisphere/scenario/scenario.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace perisphere::parse_test
{

using namespace perisphere::scenario;
using Catch::Matchers::Contains;

namespace
{

Checked<std::vector<Scenario>> parse(const std::string& text)
{
    return parseScenarios(text, "s.yaml", [](const std::string& path) -> Result<std::string> {
        if (path == "2x2.pbm")
            return std::string("P1\n2 2\n1 0 0 1\n");
        return fail(ErrorCode::NotFound, "cannot open \"" + path + "\"");
    });
}

/// A scenario with these steps, the first of which is in line 3.
std::string withSteps(const std::string& steps)
{
    return "name: test\nsteps:\n" + steps;
}

struct BadFile {
    std::string rule;
    std::uint32_t line;
    std::string message; ///< what it contains
    std::string text;
};

const std::vector<BadFile> kBadFiles = {
    {"empty-file", 0, "no scenario", ""},
    {"yaml", 1, "", "name: [a"},
    {"yaml", 2, "is there twice", "name: a\nname: b\n"},
    {"yaml", 1, "anchor", "name: &x a\n"},
    {"yaml", 1, "anchor", "name: !!int 5\n"},
    {"yaml", 1, "nested deeper", "name: [[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]\n"},
    {"wrong-type", 1, "is not a scenario", "- a\n"},
    {"missing-key", 1, "without \"steps\"", "name: a\n"},
    {"missing-key", 1, "without \"name\"", "steps: [{wait: 1s}]\n"},
    {"unknown-key", 2, "no key \"bboard\"", "name: a\nbboard: x\nsteps: [{wait: 1s}]\n"},
    {"wrong-type", 2, "", "name: a\ntime: quick\nsteps: [{wait: 1s}]\n"},
    {"wrong-type", 2, "never ends", "name: a\ntime: paused\nsteps: [{wait: 1s}]\n"},
    {"wrong-type", 2, "\"5\" is not a duration", "name: a\ntimeout: 5\nsteps: [{wait: 1s}]\n"},
    {"wrong-type", 2, "", "name: a\nseed: -1\nsteps: [{wait: 1s}]\n"},
    {"wrong-type", 2, "\"steps\" has no steps", "name: a\nsteps: []\n"},
    {"wrong-type", 3, "\"recover\" has no steps", "name: a\nsteps: [{wait: 1s}]\nrecover: []\n"},
    {"unknown-key", 3, "no key \"whait\"",
     "name: a\nsteps: [{wait: 1s}]\nrecover: [{whait: 1s}]\n"},
    {"missing-key", 3, "of an app or of the system", withSteps("  - update: {}\n")},
    {"missing-key", 3, "of an app or of the system",
     withSteps("  - update: {app: new, system: \"25.03\"}\n")},
    {"unknown-key", 3, "no key \"apps\"", withSteps("  - update: {apps: new, app: new}\n")},
    {"duplicate-name", 4, "another scenario",
     "name: a\nsteps: [{wait: 1s}]\n---\nname: a\nsteps: [{wait: 1s}]\n"},
    {"unknown-key", 3, "no key \"whait\"", withSteps("  - whait: 1s\n")},
    {"two-actions", 4, "\"wait\" and \"reboot\"", withSteps("  - wait: 1s\n    reboot: true\n")},
    {"missing-key", 3, "does nothing", withSteps("  - at: 1s\n")},
    {"time-goes-back", 4, "before that",
     withSteps("  - {at: 2s, wait: 1s}\n  - {at: 1s, wait: 1s}\n")},
    {"wrong-type", 3, "", withSteps("  - set: true\n")},
    {"property-path", 3, "", withSteps("  - set: {pressed: true}\n")},
    {"wrong-type", 3, "one value", withSteps("  - set: {A.b: [1]}\n")},
    {"wait", 3, "two things", withSteps("  - wait: {log: a, until: \"A.b == 1\"}\n")},
    {"wait", 3, "nothing", withSteps("  - wait: {within: 1s}\n")},
    {"unknown-key", 3, "no key \"wwithin\"", withSteps("  - wait: {log: a, wwithin: 1s}\n")},
    {"condition", 3, "\"==\" compares", withSteps("  - expect: A.b = 1\n")},
    {"regular-expression", 3, "missing )", withSteps("  - expect: {log: \"(a\"}\n")},
    {"expectation", 3, "of nothing", withSteps("  - expect: {within: 1s}\n")},
    {"expectation", 3, "several", withSteps("  - expect: {log: a, noLog: b}\n")},
    {"two-times", 3, "", withSteps("  - expect: {that: A.b == 1, within: 1s, for: 1s}\n")},
    {"wrong-type", 3, "\"for\" and not", withSteps("  - expect: {noLog: a, within: 1s}\n")},
    {"wrong-type", 3, "two values", withSteps("  - expect: {property: A.b, between: [1]}\n")},
    {"missing-key", 3, "compared with nothing", withSteps("  - expect: {property: A.b}\n")},
    {"picture", 3, "cannot open", withSteps("  - expect: {property: A.b, shows: no.pbm}\n")},
    {"wrong-type", 3, "", withSteps("  - reboot: false\n")},
    {"wrong-type", 2, "no map", "name: a\nhosts: [api]\nsteps: [{wait: 1s}]\n"},
    {"wrong-type", 2, "no endpoint for \"api\"",
     "name: a\nhosts: {api: 127.0.0.1}\nsteps: [{wait: 1s}]\n"},
    {"wrong-type", 3, "", withSteps("  - capture: []\n")},
};

} // namespace

TEST_CASE("a scenario file becomes scenarios with typed steps and their places")
{
    const auto parsed =
        parse("# two\n"
              "name: first\napp: .\nboard: b.json\ntime: x10\nseed: 0x10\n"
              "timeout: 1.5s\ncapture: D1.*\n"
              "hosts: {api.example.com: \"127.0.0.1:8443\"}\n"
              "steps:\n"
              "  - {at: 2s, set: {SW2.pressed: true}}\n"
              "  - wait: {until: \"D1.lit == true\", within: 20us}\n"
              "  - expect: {property: B.p, between: [900, 1100], for: 1s}\n"
              "  - expect: {property: O.image, shows: 2x2.pbm}\n"
              "---\n"
              "name: second\nsteps: [{stop: app}, {start: other}, {reboot: true}]\n");
    REQUIRE(parsed.ok());
    REQUIRE(parsed.value->size() == 2);
    const Scenario& first = parsed.value->front();
    CHECK(first.name == "first");
    CHECK(first.app == ".");
    CHECK(first.board == "b.json");
    CHECK(first.time.toString() == "x10");
    CHECK(first.seed == 16);
    CHECK(first.timeout == std::chrono::milliseconds(1500));
    CHECK(first.capture == std::vector<std::string>{"D1.*"});
    REQUIRE(first.hosts.size() == 1);
    CHECK(first.hosts[0].name == "api.example.com");
    CHECK(first.hosts[0].target.toString() == "127.0.0.1:8443");
    std::vector<std::string> texts;
    for (const auto& step : first.steps)
        texts.push_back(step->text());
    CHECK(texts == std::vector<std::string>{"set SW2.pressed to true",
                                            "wait until D1.lit == true within 20 us",
                                            "expect B.p between 900 and 1100 for 1 s",
                                            "expect O.image to show \"2x2.pbm\""});
    CHECK(first.steps[0]->at == std::chrono::seconds(2));
    CHECK(first.steps[1]->where == Location{.file = "s.yaml", .line = 12, .column = 5});
    CHECK(parsed.value->back().steps.size() == 3);
}

TEST_CASE("what is wrong in a scenario file is told with rule and place")
{
    for (const BadFile& bad : kBadFiles) {
        CAPTURE(bad.text);
        const auto parsed = parse(bad.text);
        REQUIRE_FALSE(parsed.ok());
        const Diagnostic& finding = parsed.diagnostics.front();
        CAPTURE(finding.toString());
        CHECK(finding.rule == bad.rule);
        CHECK(finding.where.line == bad.line);
        CHECK(finding.where.file == "s.yaml");
        CHECK_THAT(finding.message, Contains(bad.message));
    }
}

TEST_CASE("all findings of a file come at once, and the nearest word with them")
{
    const auto parsed = parse(withSteps("  - whait: 1s\n  - expect: {log: a, wwithin: 1s}\n"));
    REQUIRE(parsed.diagnostics.size() == 2);
    CHECK(parsed.diagnostics[0].advice == "did you mean \"wait\"?");
    CHECK(parsed.diagnostics[1].advice == "did you mean \"within\"?");
}

TEST_CASE("a map has a size")
{
    std::string text = "name: a\n";
    for (int i = 0; i < 1000; ++i)
        text += "k" + std::to_string(i) + ": v\n";
    const auto parsed = parse(text);
    REQUIRE_FALSE(parsed.ok());
    CHECK_THAT(parsed.diagnostics.at(0).message, Contains("more than 1000 keys"));
}

TEST_CASE("a scenario file has a size")
{
    const auto parsed = parse(std::string(300'000, '#'));
    REQUIRE_FALSE(parsed.ok());
    CHECK_THAT(parsed.diagnostics.at(0).message, Contains("256 KiB"));
}

} // namespace perisphere::parse_test
