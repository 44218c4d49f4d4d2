// Scenarios on a real simulated device without apps, in fast time: exact and the same each time.
#include "lamp_board.hpp"
#include "perisphere/scenario/junit.hpp"
#include "perisphere/scenario/run.hpp"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace perisphere::run_test
{

using namespace perisphere::scenario;
using Catch::Matchers::Contains;

namespace
{

class Bench
{
public:
    std::unique_ptr<runtime::SimulatedDevice> device(const Scenario& scenario)
    {
        auto made = runtime::SimulatedDevice::create({.name = "bench",
                                                      .folder = m_folder.path() / "device",
                                                      .board = test::lampBoard(),
                                                      .time = scenario.time,
                                                      .seed = scenario.seed,
                                                      .registryRoot = m_folder.path() / "run"});
        if (!made)
            FAIL(made.error().toString());
        return std::move(*made);
    }

    ScenarioResult run(const std::string& steps, const std::string& keys = "")
    {
        const auto parsed = parseScenarios("name: test\ntime: fast\n" + keys + "steps:\n" + steps,
                                           "s.yaml", filesBeside("s.yaml"));
        for (const Diagnostic& finding : parsed.diagnostics)
            UNSCOPED_INFO(finding.toString());
        REQUIRE(parsed.ok());
        const Scenario& scenario = parsed.value->front();
        const auto bench = device(scenario);
        const auto findings = checkScenario(scenario, bench->control());
        for (const Diagnostic& finding : findings)
            UNSCOPED_INFO(finding.toString());
        REQUIRE(findings.empty());
        return runScenario(scenario, *bench, {});
    }

    Diagnostics check(const std::string& steps)
    {
        const auto parsed = parseScenarios("name: test\ntime: fast\nsteps:\n" + steps, "s.yaml",
                                           filesBeside("s.yaml"));
        REQUIRE(parsed.ok());
        const auto bench = device(parsed.value->front());
        return checkScenario(parsed.value->front(), bench->control());
    }

private:
    test::TemporaryDirectory m_folder;
};

} // namespace

TEST_CASE("steps act at their instants, to the nanosecond")
{
    Bench bench;
    const ScenarioResult result = bench.run("  - expect: \"D1.lit == false\"\n"
                                            "  - {at: 2s, set: {SW1.pressed: true}}\n"
                                            "  - expect: \"D1.lit == true\"\n"
                                            "  - wait: 1.5ms\n"
                                            "  - set: {SW1.pressed: false}\n"
                                            "  - expect: {that: \"D1.lit == false\", for: 1s}\n");
    REQUIRE_FALSE(result.failure.has_value());
    CHECK(result.stepsDone == 6);
    CHECK(result.duration == std::chrono::microseconds(3'001'500));
    const std::string vcd = engine::toVcd(result.trace);
    CHECK_THAT(vcd, Contains("$scope module SW1 $end"));
    CHECK_THAT(vcd, Contains("#2001500000\n"));
}

TEST_CASE("a failure has place, expected, seen and edges")
{
    Bench bench;
    const ScenarioResult result =
        bench.run("  - set: {SW1.pressed: true}\n"
                  "  - expect: {that: \"D1.lit == false\", within: 500ms}\n"
                  "  - wait: 1s\n");
    REQUIRE(result.failure.has_value());
    CHECK(result.failure->where == Location{.file = "s.yaml", .line = 5, .column = 5});
    CHECK(result.failure->step == "expect D1.lit == false within 500 ms");
    CHECK(result.failure->expected == "D1.lit == false within 500 ms");
    CHECK(result.failure->seen == "D1.lit is true");
    CHECK(result.duration == std::chrono::milliseconds(500));
    CHECK(result.stepsDone == 1);
    REQUIRE_FALSE(result.failure->edges.empty());
    CHECK_THAT(result.failure->edges.back(), Contains("[    0.000000]"));
    CHECK_THAT(describeFailure(*result.failure, ""), Contains("seen:     D1.lit is true"));
}

TEST_CASE("a scenario fails when the LED shines between two looks")
{
    Bench bench; // the button bounces for a moment when it is let go, too short for any polling
    const auto result = bench.run("  - {at: 1s, set: {SW1.pressed: true}}\n"
                                  "  - {at: 1s, set: {SW1.pressed: false}}\n"
                                  "  - expect: {property: D1.edges, min: 2}\n");
    CHECK_FALSE(result.failure.has_value());
}

TEST_CASE("what holds only for a while fails where it has to hold")
{
    Bench bench;
    const auto result = bench.run("  - set: {SW1.pressed: true}\n"
                                  "  - expect: {that: \"D1.lit == false\", for: 1s}\n");
    REQUIRE(result.failure.has_value());
    CHECK(result.failure->seen == "D1.lit is true");
}

TEST_CASE("a step that is late fails and does not act late")
{
    Bench bench;
    const auto result = bench.run("  - wait: 2s\n  - {at: 1s, set: {SW1.pressed: true}}\n");
    REQUIRE(result.failure.has_value());
    CHECK_THAT(result.failure->seen, Contains("until 2.000000000 s"));
}

TEST_CASE("the timeout ends a scenario in the middle of a wait")
{
    Bench bench;
    const auto result =
        bench.run("  - wait: {until: \"D1.lit == true\", within: 1h}\n", "timeout: 3s\n");
    REQUIRE(result.failure.has_value());
    CHECK_THAT(result.failure->expected, Contains("timeout"));
    CHECK(result.duration == std::chrono::seconds(3));
}

TEST_CASE("a line that does not come fails with the log as it was")
{
    Bench bench;
    const auto result = bench.run("  - reboot: true\n"
                                  "  - expect: {log: \"^the device reb[o]+ts$\"}\n"
                                  "  - expect: {log: \"reboots\", within: 10ms}\n");
    REQUIRE(result.failure.has_value()); // a line is used up by the step that took it
    CHECK(result.stepsDone == 2);
    CHECK(result.failure->seen == "no such line; the last one is \"the device reboots\"");
    REQUIRE(result.failure->log.size() == 1);
}

TEST_CASE("a line that must not have come fails")
{
    Bench bench;
    CHECK_FALSE(bench.run("  - expect: {noLog: reboots}\n").failure.has_value());
    CHECK(bench.run("  - reboot: true\n  - expect: {noLog: reboots}\n").failure.has_value());
}

TEST_CASE("equal scenarios give equal recordings")
{
    const std::string steps = "  - {at: 1ms, set: {SW1.pressed: true}}\n"
                              "  - {at: 7ms, set: {SW1.pressed: false}}\n"
                              "  - wait: 10ms\n";
    Bench bench;
    const auto first = bench.run(steps);
    const auto second = bench.run(steps);
    CHECK(engine::toVcd(first.trace) == engine::toVcd(second.trace));
    CHECK(first.duration == second.duration);
}

TEST_CASE("a recording has what was asked for")
{
    Bench bench;
    const auto result = bench.run("  - capture: [SW1.pressed]\n"
                                  "  - set: {SW1.pressed: true}\n");
    REQUIRE(result.trace.signals.size() == 1);
    CHECK(result.trace.signals[0].name == "SW1.pressed");
    CHECK(result.trace.records.size() == 1);
}

TEST_CASE("many steps that end at once are done one after the other")
{
    Bench bench;
    std::string steps;
    for (int i = 0; i < 2000; ++i)
        steps += "  - expect: D1.lit == false\n";
    CHECK(bench.run(steps).stepsDone == 2000);
}

TEST_CASE("what the board does not have is found before anything runs")
{
    Bench bench;
    const auto findings = bench.check("  - set: {SW2.pressed: true}\n"
                                      "  - set: {SW1.ppressed: true}\n"
                                      "  - set: {SW1.pressed: 5}\n"
                                      "  - set: {D1.lit: true}\n"
                                      "  - wait: {until: \"D1.lit > 3\"}\n"
                                      "  - capture: [\"X9.*\"]\n");
    REQUIRE(findings.size() == 6);
    CHECK_THAT(findings[0].message, Contains("no part \"SW2\""));
    CHECK_THAT(findings[1].advice, Contains("\"pressed\""));
    CHECK_THAT(findings[2].message, Contains("\"5\" is no value of \"pressed\""));
    CHECK_THAT(findings[3].message, Contains("can be expected but not set"));
    CHECK_THAT(findings[4].message, Contains("cannot be compared by >"));
    CHECK_THAT(findings[5].message, Contains("matches \"X9.*\""));
    for (std::uint32_t i = 0; i < 6; ++i)
        CHECK(findings[i].where.line == 4 + i);
}

TEST_CASE("a stuck pin wins against every driver and heals when it is cleared")
{
    Bench bench;
    const auto result = bench.run("  - fault: {type: pin-stuck, pin: D1.cathode, level: low}\n"
                                  "  - expect: \"D1.lit == true\"\n"
                                  "  - clear: pin-stuck\n"
                                  "  - expect: \"D1.lit == false\"\n"
                                  "  - fault: {type: pin-stuck, pin: D1.cathode, level: high}\n"
                                  "  - set: {SW1.pressed: true}\n"
                                  "  - expect: \"D1.lit == false\"\n"
                                  "  - clear: all\n"
                                  "  - expect: \"D1.lit == true\"\n");
    CHECK_FALSE(result.failure.has_value());
    if (result.failure)
        FAIL(describeFailure(*result.failure, ""));
}

TEST_CASE("what a fault does not take is found before anything runs")
{
    Bench bench;
    const auto findings =
        bench.check("  - fault: {type: pin-stuk, pin: D1.cathode, level: low}\n"
                    "  - fault: {type: pin-stuck, pin: D1.kathode, level: low}\n"
                    "  - fault: {type: pin-stuck, pin: D1.cathode, level: middle}\n"
                    "  - fault: {type: pin-stuck, pin: D1.cathode}\n"
                    "  - fault: {type: i2c-nack, address: 0x80}\n"
                    "  - fault: {type: i2c-nack, xaddress: 1}\n"
                    "  - clear: pin-stuk\n");
    REQUIRE(findings.size() == 7);
    CHECK_THAT(findings[0].advice, Contains("pin-stuck"));
    CHECK_THAT(findings[1].message, Contains("D1.kathode"));
    CHECK_THAT(findings[2].expected, Contains("low, high"));
    CHECK_THAT(findings[3].message, Contains("needs \"level\""));
    CHECK_THAT(findings[4].expected, Contains("from 0 to 127"));
    CHECK_THAT(findings[5].message, Contains("needs \"address\""));
}

TEST_CASE("clearing what is not there fails")
{
    Bench bench;
    const auto result = bench.run("  - clear: i2c-nack\n");
    REQUIRE(result.failure.has_value());
    CHECK(result.failure->seen == "none lasts");
}

} // namespace perisphere::run_test
