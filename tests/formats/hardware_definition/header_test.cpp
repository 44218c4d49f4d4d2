#include "memory_file_source.hpp"
#include "perisphere/hardware/header.hpp"

#include <catch2/catch.hpp>

using namespace perisphere;
using namespace perisphere::hardware;

namespace
{

DefinitionFile sample(const std::string& importPath)
{
    return {.path = "boards/my_board.json",
            .description = "My board",
            .headerTopContent = {"// My board", "// second line"},
            .imports = {{importPath, {}}},
            .peripherals = {
                {.name = "MY_LED", .mapping = "MT3620_GPIO8", .comment = "Lit when low.\nRed."},
                {.name = "MY_CS", .type = PeripheralType::Int, .mainCoreHeaderValue = "(-1)"}}};
}

constexpr const char* kGolden = R"(// My board
// second line

// Generated from ../../my_board.json; do not edit.

#pragma once
#include "hw/mt3620.h"

// Lit when low.
// Red.
#define MY_LED MT3620_GPIO8

#define MY_CS (-1)

)";

} // namespace

TEST_CASE("a header is the same bytes each time")
{
    CHECK(generateHeader(sample("mt3620.json")) == kGolden);
    CHECK(generateHeader(sample("mt3620.json")) == generateHeader(sample("mt3620.json")));
}

TEST_CASE("a comment that ends in a backslash does not swallow the definition below it")
{
    DefinitionFile file;
    file.path = "x.json";
    file.peripherals = {{.name = "LED", .mapping = "MT3620_GPIO8", .comment = "red \\\nand \\ "}};
    const std::string header = generateHeader(file);
    CHECK(header.find("// red \\.\n// and \\ .\n#define LED MT3620_GPIO8\n") != std::string::npos);
}

TEST_CASE("imports are spelt in the three ways that existing trees use")
{
    const auto includes = [](const DefinitionFile& file, HeaderOptions options) {
        const std::string header = generateHeader(file, options);
        const std::size_t start = header.find("#include ") + 9;
        return header.substr(start, header.find('\n', start) - start);
    };
    CHECK(includes(sample("mt3620.json"), {.includeStyle = IncludeStyle::Bare}) == "\"mt3620.h\"");
    CHECK(includes(sample("../mt3620/mt3620.json"), {}) == "\"../../../mt3620/inc/hw/mt3620.h\"");
    CHECK(includes(sample("../mt3620/mt3620.json"), {.includeStyle = IncludeStyle::HwFolder}) ==
          "\"hw/mt3620.h\"");
}

TEST_CASE("a header lies in inc/hw beside its definition")
{
    CHECK(headerPath("boards/my_board.json") == "boards/inc/hw/my_board.h");
    CHECK(headerPath("my_board.JSON") == "inc/hw/my_board.h");
    CHECK(headerPath("/my_board.json") == "/inc/hw/my_board.h");
}

TEST_CASE("a header that matches in any spelling or line end passes")
{
    const DefinitionFile file = sample("mt3620.json");
    CHECK(checkHeader(file, kGolden, "h"));
    CHECK(checkHeader(file, generateHeader(file, {.includeStyle = IncludeStyle::Bare}), "h"));
    std::string crlf;
    for (const char* c = kGolden; *c != '\0'; ++c)
        crlf += *c == '\n' ? std::string("\r\n") : std::string(1, *c);
    CHECK(checkHeader(file, crlf, "h"));
}

TEST_CASE("a header of another generator passes when a compiler sees the same in it")
{
    const char* foreign =
        "/* Copyright\n   someone */\n// made by something else\n#pragma once\n"
        "#include \"mt3620.h\"\n\n#define MY_LED MT3620_GPIO8\n#define MY_CS (-1)\n";
    CHECK(checkHeader(sample("mt3620.json"), foreign, "h"));
    std::string changed = foreign;
    changed.replace(changed.find("GPIO8"), 5, "GPIO9");
    CHECK_FALSE(checkHeader(sample("mt3620.json"), changed, "h"));
}

TEST_CASE("a header that differs is shown by its first wrong line")
{
    std::string text = kGolden;
    text.replace(text.find("GPIO8"), 5, "GPIO9");
    const auto result = checkHeader(sample("mt3620.json"), text, "inc/hw/my_board.h");
    REQUIRE_FALSE(result);
    CHECK(result.error().where.file == "inc/hw/my_board.h");
    CHECK(result.error().where.line == 11);
    CHECK(result.error().expected == "\"#define MY_LED MT3620_GPIO8\"");
    const auto truncated = checkHeader(sample("mt3620.json"), text.substr(0, 20), "h");
    REQUIRE_FALSE(truncated);
}
