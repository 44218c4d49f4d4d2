#include "perisphere/program/coverage.hpp"

#include "perisphere/program/profile.hpp"
#include "programs.hpp"

#include <algorithm>

using namespace perisphere;
using namespace perisphere::program_test;

TEST_CASE("a line has run when one of its instructions has")
{
    const auto info = infoOf("c_uart_ring");
    const program::Function& main = *info.findFunction("Main");
    const auto line = info.lineAt(main.address).value();
    const std::vector<std::uint32_t> executed{main.address};
    for (const program::FileCoverage& file : program::coverage(info, executed)) {
        const bool isIt = file.file == line.file;
        CHECK(file.linesRun == (isIt ? 1 : 0));
        CHECK(file.lines > 0);
        CHECK(file.record.starts_with(fmt::format("TN:\nSF:{}\n", file.file)));
        CHECK(file.record.ends_with(
            fmt::format("LF:{}\nLH:{}\nend_of_record\n", file.lines, file.linesRun)));
        if (isIt) {
            CHECK_THAT(file.record, Catch::Contains("FNDA:1,Main\n"));
            CHECK_THAT(file.record, Catch::Contains(fmt::format("DA:{},1\n", line.line)));
        } else {
            CHECK_THAT(file.record, !Catch::Contains(",1\nDA"));
        }
    }
}

TEST_CASE("without instructions that have run no line has")
{
    const auto info = infoOf("c_uart_ring");
    const auto files = program::coverage(info, {});
    REQUIRE(files.size() > 1);
    CHECK(std::ranges::is_sorted(files, {}, &program::FileCoverage::file));
    CHECK(std::ranges::all_of(files, [](const auto& file) { return file.linesRun == 0; }));
}

TEST_CASE("samples are summed up by function and line, most first")
{
    const auto info = infoOf("c_uart_ring");
    const program::Function& main = *info.findFunction("Main");
    const program::Function& put = *info.findFunction("PutByte");
    const auto sums = program::sumUp(
        {{main.address, 1}, {put.address, 2}, {put.address + 2, 3}, {0x20, 1}}, &info);
    REQUIRE(sums.size() == 3);
    CHECK(sums[0].name == "PutByte");
    CHECK(sums[0].samples == 5);
    CHECK(sums[0].lines[0].file == info.lineAt(put.address)->file);
    CHECK(sums[1].name == "0x00000020");
    CHECK(sums[1].lines[0].file.empty());
    CHECK(sums[2].name == "Main");
    CHECK(program::sumUp({{main.address, 1}}, nullptr)[0].name ==
          fmt::format("{:#010x}", main.address));
}
