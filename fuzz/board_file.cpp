// Board files: whatever the text, there are findings with places or a board, and a board without
// errors can be put together, or the reason has a place too.

#include "perisphere/boards/assembly.hpp"
#include "perisphere/boards/board.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>

using namespace perisphere;

namespace
{

constexpr std::string_view kChip = R"json({
"Metadata": {"Type": "Azure Sphere Hardware Definition", "Version": 1},
"Description": {"Name": "chip"}, "Peripherals": [
  {"Name": "GPIO8", "Type": "Gpio", "MainCoreHeaderValue": "(8)", "AppManifestValue": 8}]})json";

constexpr std::string_view kBase = R"json({
"name": "Base", "chip": "MT3620", "hardwareDefinition": "base_definition.json",
"outline": {"width": 50, "height": 50}, "supplies": {"3V3": 3.3, "GND": 0},
"parts": [{"name": "D1", "type": "led"}],
"wires": [["D1.anode", "3V3", 1000], ["D1.cathode", "MT3620.GPIO8"]]})json";

/// The input under the name "input.json", a small board and its definition beside it.
class Source final : public hardware::FileSource
{
public:
    explicit Source(std::string text)
        : m_text(std::move(text))
    {
    }
    Result<std::optional<File>> read(std::string_view /*directory*/, std::string_view path) override
    {
        const auto give = [&](std::string_view text) {
            return std::optional(File{.path = std::string(path),
                                      .identity = std::string(path),
                                      .text = std::string(text)});
        };
        if (path.ends_with("input.json"))
            return give(m_text);
        if (path.ends_with("base.json"))
            return give(kBase);
        if (path.ends_with("_definition.json"))
            return give(kChip);
        return std::optional<File>();
    }

private:
    std::string m_text;
};

void assemble(const boards::Board& board)
{
    engine::Scheduler scheduler;
    engine::Netlist netlist(scheduler);
    bus::Buses buses(netlist);
    const engine::RandomSource random(1);
    engine::UnmodelledAccesses unmodelled(scheduler);
    parts::MemoryStorage storage;
    world::Surroundings surroundings;
    std::map<std::string, std::unique_ptr<engine::Pin>, std::less<>> pins;
    const auto assembly = boards::Assembly::build(
        board, {scheduler, netlist, buses, random, unmodelled, storage, surroundings},
        [&](std::string_view name) -> engine::Pin* {
            if (!name.starts_with("MT3620.GPIO"))
                return nullptr;
            auto& pin = pins[std::string(name)];
            if (!pin)
                pin = std::make_unique<engine::Pin>(netlist, std::string(name));
            return pin.get();
        });
    if (!assembly && assembly.error().message.empty())
        std::abort();
    static_cast<void>(scheduler.runUntil(engine::atNanoseconds(1'000'000)));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    Source source(std::string(reinterpret_cast<const char*>(data), size));
    const auto loaded = boards::loadBoard("input.json", {}, source);
    if (loaded.value.has_value() && loaded.ok())
        assemble(*loaded.value);
    else if (loaded.diagnostics.empty())
        std::abort();
    return 0;
}
