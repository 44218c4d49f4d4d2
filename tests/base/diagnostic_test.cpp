#include "perisphere/base/diagnostic.hpp"

#include <catch2/catch.hpp>

#include <cerrno>

namespace perisphere::diagnostic_test
{

TEST_CASE("an error names activity, place, object, expectation and next step in one line")
{
    const Error error{.code = ErrorCode::Invalid,
                      .message = "\"Gpio\" is a string",
                      .where = {.file = "app_manifest.json",
                                .line = 3,
                                .column = 7,
                                .pointer = "/Capabilities/Gpio",
                                .offset = std::nullopt},
                      .expected = "a list",
                      .advice = "put it into brackets"};
    CHECK(error.during("read manifest").during("pack").toString() ==
          "pack: read manifest: app_manifest.json:3:7 (/Capabilities/Gpio): \"Gpio\" is a string; "
          "expected a list; put it into brackets");
}

TEST_CASE("a place in a binary input is shown by its offset")
{
    CHECK(Location{.file = "x.imagepackage", .offset = 64}.toString() ==
          "x.imagepackage: offset 0x40");
    CHECK(Location{}.toString().empty());
}

TEST_CASE("system errors become codes that programs can branch on")
{
    CHECK(systemError(ENOENT, "open", "a").code == ErrorCode::NotFound);
    CHECK(systemError(EACCES, "open", "a").code == ErrorCode::PermissionDenied);
    CHECK(systemError(EEXIST, "create", "a").code == ErrorCode::AlreadyExists);
    CHECK(systemError(EIO, "read", "a").code == ErrorCode::Io);
    CHECK(systemError(ENOSPC, "write", "a").code == ErrorCode::LimitExceeded);
    CHECK(systemError(ENOENT, "open", "a").message ==
          "cannot open \"a\": No such file or directory");
}

TEST_CASE("a diagnostic begins as editors expect it and ends with pointer and rule")
{
    const Diagnostic diagnostic{
        .severity = Severity::Warning,
        .rule = "unknown-key",
        .where = {.file = "m.json", .line = 2, .column = 5, .pointer = "/Nmae"},
        .message = "unknown key \"Nmae\"",
        .expected = "",
        .advice = "did you mean \"Name\"?"};
    CHECK(diagnostic.toString() == "m.json:2:5: warning: unknown key \"Nmae\"; did you mean "
                                   "\"Name\"? (/Nmae) [unknown-key]");
}

TEST_CASE("a checked value with an error does not count as good")
{
    Checked<int> checked{.value = 3, .diagnostics = {{.severity = Severity::Warning}}};
    CHECK(checked.ok());
    checked.diagnostics.push_back({.severity = Severity::Error, .message = "bad"});
    CHECK_FALSE(checked.ok());
    const Result<int> result = std::move(checked).toResult();
    REQUIRE_FALSE(result);
    CHECK(result.error().message == "bad");
}

} // namespace perisphere::diagnostic_test
