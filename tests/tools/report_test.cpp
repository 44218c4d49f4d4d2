#include "command/report.hpp"
#include "test_services.hpp"

#include <catch2/catch.hpp>

namespace perisphere::report_test
{

using namespace perisphere::tools;
using Catch::Contains;

namespace
{
const Diagnostic kFinding{.severity = Severity::Error,
                          .rule = "some-rule",
                          .where = {.file = "a.json", .line = 3, .column = 7, .pointer = "/x"},
                          .message = "\"x\" is wrong",
                          .expected = "something else",
                          .advice = "change it"};
}

TEST_CASE("colour is for terminals that want it")
{
    test::TestServices test;
    const std::string plain = "a.json:3:7: error: \"x\" is wrong; expected something else; change "
                              "it (/x) [some-rule]\n";
    const auto printed = [&] {
        test.err.str({});
        printDiagnostics({kFinding}, test.services);
        return test.err.str();
    };
    test.variables["TERM"] = "xterm";
    CHECK(printed() == plain);
    test.services.errIsTerminal = true;
    CHECK_THAT(printed(), Contains("a.json:3:7: \x1b[1;31merror\x1b[0m: \"x\""));
    test.variables["NO_COLOR"] = "1";
    CHECK(printed() == plain);
    test.variables["NO_COLOR"] = "";
    CHECK_THAT(printed(), Contains("\x1b["));
    test.variables["TERM"] = "dumb";
    CHECK(printed() == plain);
}

TEST_CASE("JSON findings have all that is known and nothing empty")
{
    const json::Value list =
        toJson(Diagnostics{kFinding, {.severity = Severity::Note, .message = "m"}});
    CHECK(list[0].dump() ==
          R"({"severity":"error","rule":"some-rule","file":"a.json","line":3,"column":7,)"
          R"("pointer":"/x","message":"\"x\" is wrong","expected":"something else",)"
          R"("advice":"change it"})");
    CHECK(list[1].dump() == R"({"severity":"note","message":"m"})");
}

TEST_CASE("JSON output stays JSON when a file's name is not UTF-8")
{
    test::TestServices test;
    printJson({{"file", "\xff.json"}}, test.services);
    CHECK(json::Value::parse(test.out.str())["file"] == "\xef\xbf\xbd.json");
}

TEST_CASE("warnings alone do not fail a check")
{
    test::TestServices test;
    Diagnostic warning = kFinding;
    warning.severity = Severity::Warning;
    CHECK(reportCheck("a.json", {warning}, false, test.services) == ExitCode::Ok);
    CHECK(test.out.str() == "a.json: ok (0 errors, 1 warning)\n");
    CHECK(reportCheck("a.json", {warning, kFinding}, false, test.services) == ExitCode::Failed);
}

} // namespace perisphere::report_test
