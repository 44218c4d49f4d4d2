#include "perisphere/scenario/junit.hpp"

#include <catch2/catch.hpp>

namespace perisphere::junit_test
{

using namespace perisphere::scenario;
using Catch::Matchers::Contains;

TEST_CASE("JUnit XML has a suite a file and a case a scenario, with what XML cannot have replaced")
{
    std::vector<ScenarioResult> results(3);
    results[0].name = "a < b & \"c\"";
    results[0].where.file = "one.yaml";
    results[0].duration = std::chrono::milliseconds(1500);
    results[1].name = "fails";
    results[1].where.file = "two.yaml";
    results[1].failure = Failure{.where = {.file = "two.yaml", .line = 7, .column = 5},
                                 .step = "expect this",
                                 .expected = "<true>",
                                 .seen = "a\x01"
                                         "b\xFF\n]]>",
                                 .log = {},
                                 .edges = {"[    1.000000] A: low"}};
    results[2].name = "\xC3\xA9t\xC3\xA9 \xED\xA0\x80";
    results[2].where.file = "one.yaml";

    const std::string xml = toJUnit(results);

    CHECK_THAT(xml, Contains("<testsuite name=\"one.yaml\" tests=\"2\" failures=\"0\""));
    CHECK_THAT(xml, Contains("<testsuite name=\"two.yaml\" tests=\"1\" failures=\"1\""));
    CHECK_THAT(xml, Contains("name=\"a &lt; b &amp; &quot;c&quot;\" time=\"1.500000\""));
    CHECK_THAT(xml, Contains("seen a\xEF\xBF\xBD"
                             "b\xEF\xBF\xBD&#10;]]&gt;"));
    CHECK_THAT(xml, Contains("\xC3\xA9t\xC3\xA9 \xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"));
    CHECK_THAT(xml, Contains("two.yaml:7:5: expect this"));
    CHECK(xml == toJUnit(results));
}

} // namespace perisphere::junit_test
