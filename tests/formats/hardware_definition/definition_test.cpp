#include "memory_file_source.hpp"
#include "perisphere/hardware/definition.hpp"
#include "perisphere/hardware/pin_blocks.hpp"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <fstream>

namespace perisphere::definition_test
{

using hardware::Definition;
using test::definitionText;
using test::MemoryFileSource;

namespace
{

using Files = std::map<std::string, std::string>;

const std::string kChip = definitionText(
    "", R"json({"Name": "GPIO8", "Type": "Gpio", "MainCoreHeaderValue": "(8)", "AppManifestValue": 8
},
           {"Name": "GPIO26", "Type": "Gpio", "MainCoreHeaderValue": "(26)", "AppManifestValue": 26},
           {"Name": "ISU0_UART", "Type": "Uart", "MainCoreHeaderValue": "(4)", "AppManifestValue": "ISU0"},
           {"Name": "CS_A", "Type": "int", "MainCoreHeaderValue": "(-1)"})json");
const std::string kBoard =
    definitionText(R"json({"Path": "chip.json"})json",
                   R"json({"Name": "BOARD_LED", "Type": "Gpio", "Mapping": "GPIO8"})json");

Checked<Definition> load(Files files, const std::vector<std::string>& directories = {"sdk"})
{
    MemoryFileSource source(std::move(files));
    return Definition::load("app.json", directories, source);
}

/// The rules of all findings, in order.
std::vector<std::string> rules(const Diagnostics& diagnostics)
{
    std::vector<std::string> found;
    for (const Diagnostic& one : diagnostics)
        found.push_back(one.rule);
    return found;
}

std::string app(const std::string& peripherals,
                const std::string& imports = R"json({"Path": "board.json"})json")
{
    return definitionText(imports, peripherals);
}

} // namespace

TEST_CASE("a chain of mappings leads through module and board to the chip")
{
    const auto loaded = load(
        {{"app.json", app(R"json({"Name": "LED", "Type": "Gpio", "Mapping": "BOARD_LED"})json")},
         {"sdk/board.json", kBoard},
         {"sdk/chip.json", kChip}});
    REQUIRE(loaded.ok());
    const auto led = loaded.value->resolve("LED");
    REQUIRE(led);
    CHECK(led->chain == std::vector<std::string>{"LED", "BOARD_LED", "GPIO8"});
    CHECK(std::get<std::int64_t>(*led->value) == 8);
    CHECK(led->mainCoreHeaderValue == "(8)");
    CHECK(loaded.value->files().size() == 3);
    CHECK_FALSE(loaded.value->resolve("CS_A")->value);
}

TEST_CASE("an unknown name is refused with the nearest one")
{
    const auto loaded = load(
        {{"app.json", app(R"json({"Name": "MY_LED", "Type": "Gpio", "Mapping": "BOARD_LED"})json")},
         {"sdk/board.json", kBoard},
         {"sdk/chip.json", kChip}});
    const auto missing = loaded.value->resolve("MY_LDE");
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == ErrorCode::NotFound);
    CHECK(missing.error().advice == "did you mean \"MY_LED\"?");
}

TEST_CASE("imports are found beside the importing file first, then in the folders in order")
{
    const std::string other =
        definitionText("", R"json({"Name": "X", "Type": "int", "MainCoreHeaderValue": "(1)"})json");
    const auto beside = load({{"app.json", app("", R"json({"Path": "chip.json"})json")},
                              {"chip.json", kChip},
                              {"a/chip.json", other}},
                             {"a"});
    REQUIRE(beside.value);
    CHECK(beside.value->files()[1].path == "chip.json");
    const auto ordered = load({{"app.json", app("", R"json({"Path": "chip.json"})json")},
                               {"a/chip.json", kChip},
                               {"b/chip.json", other}},
                              {"b", "a"});
    CHECK(ordered.value->files()[1].path == "b/chip.json");
}

TEST_CASE("a target is found in the folders in order, and said to be missing where it is not")
{
    MemoryFileSource source({{"b/app.json", app("", "")}});
    CHECK(Definition::load("app.json", {"a", "b"}, source).ok());
    const auto missing = Definition::load("ap.json", {"a", "b"}, source);
    REQUIRE_FALSE(missing.value);
    CHECK(missing.diagnostics.front().rule == "definition-not-found");
    CHECK(missing.diagnostics.front().advice == "searched \"a\", \"b\"");
}

TEST_CASE("a missing import is shown where it is written")
{
    const auto loaded = load({{"app.json", app("")}});
    REQUIRE(rules(loaded.diagnostics) == std::vector<std::string>{"import-not-found"});
    CHECK(loaded.diagnostics.front().where.pointer == "/Imports/0/Path");
    CHECK(loaded.diagnostics.front().where.line == 3);
}

TEST_CASE("imports in a circle are found, one file in two ways is not a circle")
{
    const auto circle = load({{"app.json", app("", R"json({"Path": "b.json"})json")},
                              {"b.json", app("", R"json({"Path": "app.json"})json")}});
    CHECK(rules(circle.diagnostics) == std::vector<std::string>{"import-cycle"});
    const auto self = load({{"app.json", app("", R"json({"Path": "app.json"})json")}});
    CHECK(rules(self.diagnostics) == std::vector<std::string>{"import-cycle"});
    const auto diamond =
        load({{"app.json", app("", R"json({"Path": "b.json"}, {"Path": "chip.json"})json")},
              {"b.json", app("", R"json({"Path": "chip.json"})json")},
              {"chip.json", kChip}});
    CHECK(diamond.diagnostics.empty());
    CHECK(diamond.value->files().size() == 3);
}

TEST_CASE("imports nested without end are bounded")
{
    Files files;
    files["app.json"] = app("", R"json({"Path": "f0.json"})json");
    for (int i = 0; i < 100; ++i)
        files["f" + std::to_string(i) + ".json"] =
            app("", R"json({"Path": "f)json" + std::to_string(i + 1) + R"json(.json"})json");
    const auto loaded = load(files);
    CHECK(rules(loaded.diagnostics) == std::vector<std::string>{"import-depth"});
}

TEST_CASE("mappings are checked: unknown, of another type, in a circle")
{
    const Files base = {{"sdk/board.json", kBoard}, {"sdk/chip.json", kChip}};
    const auto check = [&](const std::string& peripherals) {
        Files files = base;
        files["app.json"] = app(peripherals);
        return load(files);
    };
    const auto unknown = check(R"json({"Name": "A", "Type": "Gpio", "Mapping": "BOARD_LDE"})json");
    REQUIRE(rules(unknown.diagnostics) == std::vector<std::string>{"mapping-unknown"});
    CHECK(unknown.diagnostics.front().advice == "did you mean \"BOARD_LED\"?");
    CHECK(unknown.diagnostics.front().where.line == 5);
    CHECK(unknown.value->resolve("A").error().code == ErrorCode::Invalid);

    CHECK(rules(check(R"json({"Name": "A", "Type": "Pwm", "Mapping": "BOARD_LED"})json")
                    .diagnostics) == std::vector<std::string>{"mapping-type"});

    const auto circle = check(R"json({"Name": "A", "Type": "Gpio", "Mapping": "B"},
                                 {"Name": "B", "Type": "Gpio", "Mapping": "A"})json");
    CHECK(rules(circle.diagnostics) == std::vector<std::string>{"mapping-cycle", "mapping-cycle"});
    CHECK_FALSE(circle.value->resolve("A"));
}

TEST_CASE("legal but surprising mappings are warnings")
{
    const Files base = {{"sdk/board.json", kBoard}, {"sdk/chip.json", kChip}};
    Files files = base;
    files["app.json"] = app(R"json({"Name": "A", "Type": "Gpio", "Mapping": "GPIO26"})json");
    const auto indirect = load(files);
    CHECK(indirect.ok());
    CHECK(rules(indirect.diagnostics) == std::vector<std::string>{"mapping-indirect"});
    CHECK(indirect.diagnostics.front().advice == "import \"chip.json\"");

    files["app.json"] = app(R"json({"Name": "A", "Type": "Gpio", "Mapping": "BOARD_LED"},
                               {"Name": "B", "Type": "Gpio", "Mapping": "BOARD_LED"})json");
    const auto shared = load(files);
    CHECK(shared.ok());
    CHECK(rules(shared.diagnostics) == std::vector<std::string>{"mapping-shared"});
}

TEST_CASE("two functions on one pin block are found on request")
{
    const auto loaded =
        load({{"app.json", app(R"json({"Name": "A", "Type": "Gpio", "Mapping": "GPIO26"},
                                  {"Name": "U", "Type": "Uart", "Mapping": "ISU0_UART"})json",
                               R"json({"Path": "chip.json"})json")},
              {"sdk/chip.json", kChip}});
    REQUIRE(loaded.ok());
    const Diagnostics findings = hardware::checkPinBlocks(*loaded.value);
    REQUIRE(rules(findings) == std::vector<std::string>{"pin-block-conflict"});
    CHECK(findings.front().where.pointer == "/Peripherals/0");
}

TEST_CASE("a copied definition resolves as the original does")
{
    const auto loaded =
        load({{"app.json", app("", R"json({"Path": "chip.json"})json")}, {"sdk/chip.json", kChip}});
    const Definition copy = *loaded.value;
    CHECK(copy.resolve("GPIO8")->chipName == "GPIO8");
}

TEST_CASE("on disk, a file reached through a link or a detour is the same file")
{
    const test::TemporaryDirectory folder;
    std::filesystem::create_directories(folder / "a");
    std::ofstream(folder / "app.json") << app("", R"json({"Path": "a/../app2.json"})json");
    std::filesystem::create_symlink("app.json", folder / "app2.json");
    hardware::DiskFileSource source;
    const auto loaded = Definition::load((folder / "app.json").string(), {}, source);
    CHECK(rules(loaded.diagnostics) == std::vector<std::string>{"import-cycle"});
}

} // namespace perisphere::definition_test
