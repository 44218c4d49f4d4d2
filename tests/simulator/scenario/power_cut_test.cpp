// Power cuts on a real simulated device without apps; with apps: tests/tools/scripts/power_cut.
#include "perisphere/base/atomic_file.hpp"
#include "perisphere/base/file.hpp"
#include "perisphere/base/folder.hpp"
#include "perisphere/hardware/definition.hpp"
#include "perisphere/scenario/junit.hpp"
#include "perisphere/scenario/power_cut.hpp"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>

using namespace perisphere;
using namespace perisphere::scenario;
using Catch::Matchers::Contains;
using persistence::ChangeKind;

namespace
{

namespace fs = std::filesystem;

constexpr std::string_view kBoard = R"json({
"name": "Bare", "chip": "MT3620", "hardwareDefinition": "mt3620_rdb.json",
"outline": {"width": 50, "height": 50}, "supplies": {"3V3": 3.3, "GND": 0},
"parts": [], "wires": []})json";

constexpr const char* kApp = "0c5a7b3e-41d6-4f0a-9a52-2f6d9b1c8e01";

/// The file with the system's version is replaced twice.
constexpr const char* kTwoUpdates = "  - update: {system: \"25.03\"}\n"
                                    "  - wait: {log: \"the system becomes 25.03\", within: 60s}\n"
                                    "  - wait: {log: \"reboots\"}\n"
                                    "  - update: {system: \"25.04\"}\n"
                                    "  - wait: {log: \"the system becomes 25.04\", within: 60s}\n"
                                    "  - wait: {log: \"reboots\"}\n";

class Source final : public hardware::FileSource
{
public:
    Result<std::optional<File>> read(std::string_view /*directory*/, std::string_view path) override
    {
        if (path.ends_with("bare.json"))
            return File{.path = "bare.json", .identity = "bare.json", .text = std::string(kBoard)};
        return std::optional<File>();
    }
};

boards::Board bare()
{
    Source source;
    auto board = boards::loadBoard("bare.json", {}, source);
    for (const Diagnostic& finding : board.diagnostics)
        UNSCOPED_INFO(finding.toString());
    REQUIRE(board.ok());
    return std::move(*board.value);
}

Scenario parse(const std::string& text)
{
    auto parsed =
        parseScenarios("name: test\ntime: x100\n" + text, "s.yaml", filesBeside("s.yaml"));
    for (const Diagnostic& finding : parsed.diagnostics)
        UNSCOPED_INFO(finding.toString());
    REQUIRE(parsed.ok());
    return std::move(parsed.value->front());
}

class Bench
{
public:
    Bench()
    {
        REQUIRE(makeFolder(m_folder / "kept"));
        REQUIRE(makeFolder(device()));
    }

    [[nodiscard]] fs::path device() const { return m_folder / "device"; }

    Result<std::unique_ptr<runtime::SimulatedDevice>> powerOn(const fs::path& folder)
    {
        return runtime::SimulatedDevice::create({.name = "bench-" + std::to_string(++m_devices),
                                                 .folder = folder,
                                                 .board = bare(),
                                                 .time = engine::TimeMode::parse("x100").value(),
                                                 .registryRoot = m_folder / "run"});
    }

    /// `act` is what changes something; it is given the device and the one who keeps the folders.
    template <class Act>
    Result<std::vector<PowerCut>> cutsOf(const Act& act, std::optional<std::size_t> only = {})
    {
        auto made = powerOn(device());
        REQUIRE(made);
        PowerCuts cuts(**made, device(), {.scratch = m_folder / "kept", .only = only});
        act(**made, cuts);
        return cuts.finish();
    }

    std::optional<Failure> attempt(const PowerCut& cut, const Scenario& scenario)
    {
        const PowerOn powerOnAgain{
            .device = [this](const fs::path& folder) { return powerOn(folder); }, .run = {}};
        return tryPowerCut(cut, scenario, "", powerOnAgain).failure;
    }

private:
    test::TemporaryDirectory m_folder;
    int m_devices = 0;
};

/// What replaceFile() must not do: the file itself is emptied before it gets its new content.
class InPlace final : public persistence::Observer
{
public:
    explicit InPlace(PowerCuts& cuts)
        : m_cuts(cuts)
    {
        persistence::setObserver(this);
    }
    void before(const persistence::Change& change) override
    {
        std::error_code error;
        if (change.kind == ChangeKind::Replace)
            fs::resize_file(change.path, 0, error);
        m_cuts.before(change);
    }

private:
    PowerCuts& m_cuts;
};

std::string textOf(const fs::path& path)
{
    return readTextFile(path, 1000).value();
}

} // namespace

TEST_CASE("after a power cut at each change the device knows what it knew before or after it")
{
    Bench bench;
    const Scenario scenario = parse(std::string("timeout: 10m\nsteps:\n") + kTwoUpdates);
    const auto cuts = bench.cutsOf([&](runtime::SimulatedDevice& device, PowerCuts&) {
        const auto result = runScenario(scenario, device, {});
        INFO((result.failure ? describeFailure(*result.failure, "") : std::string()));
        REQUIRE_FALSE(result.failure.has_value());
    });
    REQUIRE(cuts);
    REQUIRE(cuts->size() == 2);
    CHECK(cuts->front().text() == "power cut 1 before: replace os-version");
    CHECK(cuts->front().allowed.at("system software") ==
          std::vector<json::Value>{"25.02", "25.03"});
    CHECK(cuts->front().allowed.at("network settings").size() == 1);
    for (const PowerCut& cut : *cuts) {
        const auto failure = bench.attempt(cut, scenario);
        INFO((failure ? failure->step + ": " + failure->seen : std::string()));
        CHECK_FALSE(failure.has_value());
    }
}

TEST_CASE("a file that is written in place is found, with the number of the cut and the file")
{
    Bench bench;
    const Scenario scenario = parse(std::string("timeout: 10m\nsteps:\n") + kTwoUpdates);
    const auto cuts = bench.cutsOf([&](runtime::SimulatedDevice& device, PowerCuts& kept) {
        InPlace inPlace(kept);
        static_cast<void>(runScenario(scenario, device, {}));
        persistence::setObserver(&kept);
    });
    REQUIRE(cuts);
    REQUIRE(cuts->size() == 2);
    const auto failure = bench.attempt((*cuts)[1], scenario);
    REQUIRE(failure.has_value());
    CHECK(failure->step == "power cut 2 before: replace os-version");
    CHECK(failure->expected == "system software as before: \"25.03\", or as after: \"25.04\"");
    CHECK(failure->seen == "\"25.02\"");
}

TEST_CASE("a device that finds something damaged when it starts again fails")
{
    Bench bench;
    const Scenario scenario = parse("steps: [{wait: 1s}]\n");
    const auto cuts = bench.cutsOf([&](runtime::SimulatedDevice&, PowerCuts&) {
        REQUIRE(replaceFile(bench.device() / "apps" / "records" / (std::string(kApp) + ".json"),
                            "{\"current\": "));
        REQUIRE(replaceFile(bench.device() / "rtc", "1700000000\n"));
    });
    REQUIRE(cuts);
    REQUIRE(cuts->size() == 2);
    CHECK_FALSE(bench.attempt(cuts->front(), scenario).has_value());
    const auto failure = bench.attempt(cuts->back(), scenario);
    REQUIRE(failure.has_value());
    CHECK_THAT(failure->expected, Contains("nothing damaged"));
    CHECK_THAT(failure->seen, Contains(kApp));
}

TEST_CASE("what was left over of a change is removed, or told")
{
    Bench bench;
    const Scenario scenario = parse("steps: [{wait: 1s}]\n");
    const auto cuts = bench.cutsOf([&](runtime::SimulatedDevice&, PowerCuts&) {
        REQUIRE(replaceFile(bench.device() / "rtc", "1700000000\n"));
    });
    REQUIRE(cuts);
    const fs::path folder = cuts->front().folder;
    CHECK(std::any_of(fs::directory_iterator(folder), fs::directory_iterator(),
                      [](const auto& entry) { return isUnfinished(entry.path()); }));
    CHECK_FALSE(bench.attempt(cuts->front(), scenario).has_value());
    REQUIRE(makeFolder(folder / "nobodys"));
    REQUIRE(replaceFile(folder / "nobodys" / ".file.a1B2c3", "text"));
    const auto failure = bench.attempt(cuts->front(), scenario);
    REQUIRE(failure.has_value());
    CHECK(failure->seen == "nobodys/.file.a1B2c3 is there");
}

TEST_CASE("a device that does not start again fails")
{
    Bench bench;
    const auto cuts = bench.cutsOf([&](runtime::SimulatedDevice&, PowerCuts&) {
        REQUIRE(replaceFile(bench.device() / "network.json", "{"));
        REQUIRE(replaceFile(bench.device() / "rtc", "1700000000\n"));
    });
    REQUIRE(cuts);
    const auto failure = bench.attempt(cuts->back(), parse("steps: [{wait: 1s}]\n"));
    REQUIRE(failure.has_value());
    CHECK(failure->expected == "a device that starts again");
    CHECK_THAT(failure->seen, Contains("network.json"));
}

TEST_CASE("changes that have parts are kept before and half-way")
{
    Bench bench;
    const std::string file = std::string("apps/mutable/") + kApp;
    const auto cuts = bench.cutsOf([&](runtime::SimulatedDevice&, PowerCuts&) {
        std::ignore = replaceFile(bench.device() / file, "aaaaaaaa");
        const std::string bytes = "bbbb";
        persistence::announce({.kind = ChangeKind::Write,
                               .path = bench.device() / file,
                               .offset = 2,
                               .data = std::as_bytes(std::span(bytes))});
        const fs::path image = bench.device() / "apps" / "images" / kApp;
        REQUIRE(makeFolder(image / "a" / "root"));
        REQUIRE(replaceFile(image / "a" / "package", "x"));
        REQUIRE(persistence::removeTree(image));
    });
    REQUIRE(cuts);
    REQUIRE(cuts->size() == 6);
    const PowerCut& whole = (*cuts)[1];
    const PowerCut& half = (*cuts)[2];
    CHECK(whole.number == half.number);
    CHECK(textOf(whole.folder / file) == "aaaaaaaa");
    CHECK(textOf(half.folder / file) == "aabbaaaa");
    CHECK(half.text() == "power cut 2 after 2 of 4 bytes of: write 4 bytes at 2 to the mutable "
                         "file of \"" +
                             std::string(kApp) + "\"");
    CHECK(fs::exists((*cuts)[4].folder / "apps/images" / kApp / "a/root"));
    CHECK((*cuts)[5].done == "1 of 3 entries");
    CHECK_FALSE(fs::exists((*cuts)[5].folder / "apps/images" / kApp / "a/root"));
    CHECK(fs::exists((*cuts)[5].folder / "apps/images" / kApp / "a/package"));
}

TEST_CASE("one change can be tried alone, and one that there is not is told")
{
    Bench bench;
    const auto twice = [&](runtime::SimulatedDevice&, PowerCuts&) {
        REQUIRE(replaceFile(bench.device() / "rtc", "1700000000\n"));
        REQUIRE(replaceFile(bench.device() / "rtc", "1800000000\n"));
        REQUIRE(replaceFile(bench.device().parent_path() / "elsewhere", "does not count"));
    };
    const auto second = bench.cutsOf(twice, 2);
    REQUIRE(second);
    REQUIRE(second->size() == 1);
    CHECK(second->front().number == 2);
    CHECK(textOf(second->front().folder / "rtc") == "1700000000\n");
    const auto third = bench.cutsOf(twice, 3);
    REQUIRE_FALSE(third);
    CHECK(third.error().toString() == "there is no change 3; expected 1 to 2, which this run had");
}

TEST_CASE("the steps of recover run on the device that is switched on again")
{
    Bench bench;
    const auto cuts = bench.cutsOf([&](runtime::SimulatedDevice&, PowerCuts&) {
        REQUIRE(replaceFile(bench.device() / "rtc", "1700000000\n"));
    });
    REQUIRE(cuts);
    const std::string steps = "steps: [{wait: 1s}]\nrecover:\n";
    CHECK_FALSE(bench.attempt(cuts->front(), parse(steps + "  - wait: 10ms\n")).has_value());
    const auto failure = bench.attempt(
        cuts->front(), parse(steps + "  - expect: {log: \"never said\", within: 10ms}\n"));
    REQUIRE(failure.has_value());
    CHECK(failure->where.line == 5);
    CHECK_THAT(failure->step, Contains("power cut 1 before: replace rtc; recover: expect"));
}
