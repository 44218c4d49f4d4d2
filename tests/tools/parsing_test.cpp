// argv to options struct, command by command.

#include "commands/completion/completion.hpp"
#include "commands/hardware/check.hpp"
#include "commands/hardware/generate_header.hpp"
#include "commands/hardware/show.hpp"
#include "commands/image/extract.hpp"
#include "commands/image/pack.hpp"
#include "commands/image/pack_board_config.hpp"
#include "commands/image/show.hpp"
#include "commands/image/verify.hpp"
#include "commands/manifest/check.hpp"
#include "parse_options.hpp"

#include <catch2/catch.hpp>

namespace perisphere::parsing_test
{

using namespace perisphere::tools;
using test::parseOptions;
using Paths = std::vector<std::filesystem::path>;

TEST_CASE("image pack takes the folder, the output and the board")
{
    const auto options = parseOptions(declareImagePack, {"approot",
                                                         "-o",
                                                         "x.imagepackage",
                                                         "--hardware-definition",
                                                         "mt3620_rdb",
                                                         "--hardware-definitions",
                                                         "a",
                                                         "--hardware-definitions",
                                                         "b",
                                                         "--manifest",
                                                         "m.json",
                                                         "--target-api-set",
                                                         "5+Beta2004",
                                                         "--executables",
                                                         "bin/helper",
                                                         "--executables=bin/x",
                                                         "--production",
                                                         "--key",
                                                         "k.pem",
                                                         "--certificate",
                                                         "c.pem",
                                                         "--verbose",
                                                         "--json"});
    CHECK(options.directory == "approot");
    CHECK(options.output == "x.imagepackage");
    CHECK(options.manifest == "m.json");
    CHECK(options.hardware.definition == "mt3620_rdb");
    CHECK(options.hardware.directories == Paths{"a", "b"});
    CHECK(options.targetApiSet == ApiSet{5, "Beta2004"});
    CHECK(options.executables == std::vector<std::string>{"bin/helper", "bin/x"});
    CHECK(options.isForProduction);
    CHECK(options.key.key == "k.pem");
    CHECK(options.key.certificate == "c.pem");
    CHECK(options.report.isVerbose);
    CHECK(options.report.asJson);
}

TEST_CASE("image pack needs no more than folder and output")
{
    const auto options = parseOptions(declareImagePack, {"--output=x.imagepackage", "approot"});
    CHECK(options.directory == "approot");
    CHECK_FALSE(options.manifest);
    CHECK(options.hardware.definition.empty());
    CHECK_FALSE(options.targetApiSet);
    CHECK_FALSE(options.isForProduction);
    CHECK_FALSE(options.key.key);
    CHECK_FALSE(options.report.asJson);
}

TEST_CASE("an API set is a number or a beta of one")
{
    CHECK(*convertWord<ApiSet>("12") == ApiSet{12, ""});
    CHECK(*convertWord<ApiSet>("5+Beta2004") == ApiSet{5, "Beta2004"});
    for (const char* word : {"", "0", "-1", "x", "5+", "+Beta2004", "12 ", "4294967296"})
        CHECK_FALSE(convertWord<ApiSet>(word));
}

TEST_CASE("image verify takes any number of trust stores")
{
    const auto options = parseOptions(
        declareImageVerify, {"--trust-store", "a.pem", "x", "--json", "--trust-store", "b.pem"});
    CHECK(options.image == "x");
    CHECK(options.trustStores == Paths{"a.pem", "b.pem"});
    CHECK_FALSE(options.trustDeveloper);
    CHECK(options.asJson);
    CHECK(parseOptions(declareImageVerify, {"x", "--developer"}).trustDeveloper);
}

TEST_CASE("image show, extract and pack-board-config take their files")
{
    const auto shown = parseOptions(declareImageShow, {"x", "--files"});
    CHECK(shown.image == "x");
    CHECK(shown.files);
    CHECK_FALSE(shown.asJson);
    const auto extracted = parseOptions(declareImageExtract, {"x", "out"});
    CHECK(extracted.image == "x");
    CHECK(extracted.directory == "out");
    const auto packed = parseOptions(declareImagePackBoardConfig,
                                     {"--preset", "lan-enc28j60-isu0-int5", "-o", "lan"});
    CHECK(packed.preset == "lan-enc28j60-isu0-int5");
    CHECK(packed.output == "lan");
}

TEST_CASE("manifest check takes the board and partners")
{
    const auto options =
        parseOptions(declareManifestCheck, {"m.json", "--partner", "a.json", "--partner", "b.json",
                                            "--json", "--hardware-definition", "mt3620_rdb"});
    CHECK(options.manifest == "m.json");
    CHECK(options.partners == Paths{"a.json", "b.json"});
    CHECK(options.hardware.definition == "mt3620_rdb");
    CHECK(options.asJson);
}

TEST_CASE("the hardware commands take a definition")
{
    const auto shown =
        parseOptions(declareHardwareShow, {"mt3620_rdb", "--hardware-definitions", "a"});
    CHECK(shown.hardware.definition == "mt3620_rdb");
    CHECK(shown.hardware.directories == Paths{"a"});
    CHECK(parseOptions(declareHardwareCheck, {"x.json", "--json"}).asJson);
    const auto header = parseOptions(declareHardwareGenerateHeader,
                                     {"x.json", "--check", "--include-style", "bare", "-o", "-"});
    CHECK(header.definition == "x.json");
    CHECK(header.onlyCheck);
    CHECK(header.includeStyle == hardware::IncludeStyle::Bare);
    CHECK(header.output == "-");
}

TEST_CASE("completion takes a shell")
{
    CHECK(parseOptions(declareCompletion, {"bash"}).shell == Shell::Bash);
    CHECK(parseOptions(declareCompletion, {"zsh"}).shell == Shell::Zsh);
    CHECK(parseOptions(declareCompletion, {"fish"}).shell == Shell::Fish);
}

} // namespace perisphere::parsing_test
