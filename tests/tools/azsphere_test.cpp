#include "azsphere/azsphere.hpp"
#include "azsphere/device_sideload.hpp"
#include "azsphere/hardware_definition.hpp"
#include "azsphere/image_package.hpp"
#include "azsphere/words.hpp"
#include "parse_options.hpp"
#include "test_services.hpp"

#include <catch2/catch.hpp>

namespace perisphere::azsphere_test
{

using namespace perisphere::tools;
using Catch::Contains;
using Paths = std::vector<std::filesystem::path>;
using Words = std::vector<std::string>;

namespace
{

/// As main() does: spelt out, then parsed as the verb's options.
template <class Options>
Options parseAs(void (*declare)(Command&, Options&), const std::string& noun,
                const std::string& verb, const Words& arguments)
{
    test::TestServices test;
    Words words = {noun, verb};
    words.insert(words.end(), arguments.begin(), arguments.end());
    words = azsphere::normalised(azsphere::azsphereCommand(test.services), words);
    words.erase(words.begin(), words.begin() + 2);
    return test::parseOptions(declare, words);
}

ImagePackOptions pack(const Words& arguments)
{
    return parseAs(azsphere::declarePackApplication, "image-package", "pack-application",
                   arguments);
}

} // namespace

TEST_CASE("all generations of pack-application fill the same struct")
{
    const std::vector<Words> generations = {
        {"--verbose", "--application-manifest", "m.json", "--package-directory", "approot",
         "--destination", "x.imagepackage", "--target-api-set", "12", "--hardware-definitions",
         "boards,sdk", "--target-definition-filename", "board.json"},
        {"-a", "m.json", "--package-directory", "approot", "--destination", "x.imagepackage",
         "--target-api-set", "12", "--hardware-definitions", "boards", "sdk",
         "--target-definition-filename", "board.json", "--verbose", "-o", "table"},
        {"-a", "m.json", "--package-directory", "approot", "-of", "x.imagepackage", "-verbose",
         "--target-api-set", "12", "--hardware-definitions", "boards", "sdk",
         "--target-definition-filename", "board.json", "--query", "x", "--only-show-errors"},
        {"-v", "-a", "m.json", "-i", "approot", "-o", "x.imagepackage", "-s", "12", "-h",
         "board.json", "--hardware-definitions=boards,sdk"},
        {"-v", "--application-manifest", "m.json", "--input", "approot", "--output",
         "x.imagepackage", "-s", "12", "-h", "board.json", "--hardware-definitions", "boards;sdk",
         "--debug"},
        {"-v", "-a", "m.json", "--input", "approot", "--destination-file", "x.imagepackage", "-s",
         "12", "-h", "board.json", "--hardware-definitions", "boards, sdk"},
    };
    for (const Words& words : generations) {
        const ImagePackOptions options = pack(words);
        CHECK(options.directory == "approot");
        CHECK(options.output == "x.imagepackage");
        CHECK(options.manifest == "m.json");
        CHECK(options.targetApiSet == ApiSet{12, ""});
        CHECK(options.hardware.definition == "board.json");
        CHECK(options.hardware.directories.size() == 2);
        CHECK(options.hardware.directories.front() == "boards");
        CHECK(options.report.isVerbose);
        CHECK(options.report.isQuiet);
    }
}

TEST_CASE("extra executables come as one word, as several, or cut by commas")
{
    CHECK(pack({"-i", "a", "-o", "b", "-x", "bin/x"}).executables == Words{"bin/x"});
    CHECK(pack({"-i", "a", "-o", "b", "-x", "bin/x,bin/y"}).executables == Words{"bin/x", "bin/y"});
    CHECK(pack({"-x", "bin/x", "bin/y", "-i", "a", "-o", "b"}).executables ==
          Words{"bin/x", "bin/y"});
    CHECK(azsphere::listWords({",a,,b;", "c"}) == Words{"a", "b", "c"});
}

TEST_CASE("-h without a definition is help")
{
    test::TestServices test;
    const Command root = azsphere::azsphereCommand(test.services);
    const Words words =
        azsphere::normalised(root, Words{"image-package", "pack-application", "-h"});
    CHECK(test.run(azsphere::azsphereCommand, words) == ExitCode::Ok);
    CHECK_THAT(test.out.str(), Contains("Usage: azsphere image-package pack-application"));
}

TEST_CASE("the option -o is a file where the verb writes one, a format where it prints")
{
    const auto board =
        parseAs(azsphere::declarePackBoardConfig, "image-package", "pack-board-config",
                {"--preset", "lan-enc28j60-isu0-int5", "--output", "lan"});
    CHECK(board.output == "lan");
    const auto shown = parseAs(azsphere::declareShow, "image-package", "show",
                               {"--image-package", "x", "-o", "json"});
    CHECK(shown.image == "x");
    CHECK(shown.asJson);
    CHECK_FALSE(
        parseAs(azsphere::declareShow, "image-package", "show", {"-f", "x", "-o", "table"}).asJson);
}

TEST_CASE("header verbs take both spellings of their file")
{
    for (const char* option : {"--hardware-definition-file", "-i", "--input"}) {
        const auto made = parseAs(azsphere::declareGenerateHeader, "hardware-definition",
                                  "generate-header", {option, "x.json"});
        CHECK(made.definition == "x.json");
        CHECK_FALSE(made.onlyCheck);
        CHECK(parseAs(azsphere::declareTestHeader, "hardware-definition", "test-header",
                      {option, "x.json"})
                  .onlyCheck);
    }
}

TEST_CASE("verbs may be cut short, and nouns have short names")
{
    test::TestServices test;
    const Command root = azsphere::azsphereCommand(test.services);
    const std::vector<std::pair<Words, Words>> rows = {
        {{"image-package", "pack-app", "-i", "x"},
         {"image-package", "pack-application", "-i", "x"}},
        {{"hardware", "gen"}, {"hardware-definition", "generate-header"}},
        {{"dev", "sl", "deploy"}, {"device", "sideload", "deploy"}},
        {{"image-package", "pack"}, {"image-package", "pack"}}, // two verbs begin like it
        {{"image-package", "nope"}, {"image-package", "nope"}},
        {{}, {}},
        {{""}, {""}},
    };
    for (const auto& [given, meant] : rows)
        CHECK(azsphere::normalised(root, given) == meant);
}

TEST_CASE("sideload verbs take every spelling of their options")
{
    for (const char* option : {"--image-package", "--imagepackage", "-p"}) {
        const auto deployed = parseAs(azsphere::declareDeploy, "sideload", "deploy",
                                      {option, "x", "-m", "--force", "-d", "bench", "-o", "json"});
        CHECK(deployed.source == "x");
        CHECK(deployed.isManualStart);
        CHECK(deployed.asJson);
        CHECK(deployed.device.device == "bench");
    }
    for (const char* option : {"--component-id", "--componentid", "-i"})
        CHECK(parseAs(azsphere::declareDelete, "sideload", "delete", {option, "x"}).app == "x");
    CHECK(parseAs(azsphere::declareDelete, "sideload", "delete", {"-e", "a,b", "c"}).except ==
          Words{"a", "b", "c"});
}

TEST_CASE("commands that no device has or that need the cloud say so and end with their own code")
{
    test::TestServices test;
    const std::vector<std::pair<Words, std::string>> rows = {
        {{"device", "sideload", "set-deployment-timeout", "-v", "10"},
         "azsphere: \"device sideload set-deployment-timeout\" is not there yet"},
        {{"device", "wifi", "add"}, "azsphere: \"device wifi add\" is not there yet"},
        {{"device", "network", "proxy", "apply"},
         "azsphere: \"device network proxy apply\" is not there yet"},
        {{"login"}, "azsphere: \"login\" is not there: it needs the original's cloud service"},
        {{"product", "create", "--name", "x"}, "azsphere: \"product\" is not there: it needs"},
        {{"device", "claim"}, "azsphere: \"device claim\" is not there: it needs"},
    };
    for (const auto& [words, message] : rows) {
        CHECK(test.run(azsphere::azsphereCommand, words) == ExitCode::Unavailable);
        CHECK_THAT(test.err.str(), Catch::StartsWith(message));
        CHECK(test.out.str().empty());
    }
}

TEST_CASE("a mistyped word of the original is named with the nearest one")
{
    test::TestServices test;
    CHECK(test.run(azsphere::azsphereCommand, {"image-pakage", "show"}) == ExitCode::Usage);
    CHECK(test.err.str() ==
          "azsphere: unknown command \"image-pakage\"; did you mean \"image-package\"?\n");
    CHECK(test.run(azsphere::azsphereCommand, {"device", "sideload", "delpoy"}) == ExitCode::Usage);
    CHECK_THAT(test.err.str(), Contains("did you mean \"deploy\"?"));
}

TEST_CASE("show-version prints the version alone")
{
    test::TestServices test;
    for (const char* verb : {"show-version", "show-sdk-version"}) {
        CHECK(test.run(azsphere::azsphereCommand, {verb, "-o", "tsv"}) == ExitCode::Ok);
        CHECK(test.out.str().find_first_not_of("0123456789.\n") == std::string::npos);
    }
}

} // namespace perisphere::azsphere_test
