// Boards from texts or from the shipped files, on a chip of plain pins.
#pragma once

#include "perisphere/boards/assembly.hpp"
#include "perisphere/boards/board.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace perisphere::boards
{

/// Files by their whole path.
class TextSource final : public hardware::FileSource
{
public:
    std::map<std::string, std::string> files;

    Result<std::optional<File>> read(std::string_view directory, std::string_view path) override
    {
        const std::string whole = directory.empty()
                                      ? std::string(path)
                                      : std::string(directory) + "/" + std::string(path);
        const auto found = files.find(whole);
        if (found == files.end())
            return std::optional<File>();
        return File{.path = whole, .identity = whole, .text = found->second};
    }
};

inline Board loadShipped(const std::string& name)
{
    hardware::DiskFileSource source;
    auto board = loadBoard(name, {PERISPHERE_BOARDS}, source);
    for (const Diagnostic& one : board.diagnostics)
        FAIL(one.toString());
    REQUIRE(board.value.has_value());
    return std::move(*board.value);
}

/// An MT3620 whose pins do nothing by themselves, with a board around it.
class BoardBench
{
public:
    engine::Scheduler scheduler;
    engine::Netlist netlist{scheduler};
    bus::Buses buses{netlist};
    engine::RandomSource random{1};
    engine::UnmodelledAccesses unmodelled{scheduler};
    world::Surroundings surroundings;
    parts::MemoryStorage storage;
    std::map<std::string, std::unique_ptr<engine::Pin>, std::less<>> chipPins; ///< GPIOs
    engine::Pin sysRst{netlist, "MT3620.SYSRST_N"};
    Board board;
    std::unique_ptr<Assembly> assembly;

    explicit BoardBench(Board made)
        : board(std::move(made))
    {
        for (int i = 0; i <= 80; ++i)
            if (i <= 23 || (i >= 26 && i <= 48) || (i >= 56 && i <= 75) || i == 80)
                addChipPin("MT3620.GPIO" + std::to_string(i));
        auto built = build();
        if (!built)
            FAIL(built.error().toString());
        assembly = std::move(*built);
    }
    Result<std::unique_ptr<Assembly>> build()
    {
        return Assembly::build(
            board, {scheduler, netlist, buses, random, unmodelled, storage, surroundings},
            [this](std::string_view name) -> engine::Pin* {
                if (name == sysRst.name())
                    return &sysRst;
                const auto found = chipPins.find(name);
                return found == chipPins.end() ? nullptr : found->second.get();
            });
    }
    engine::Pin& gpio(int number)
    {
        const auto found = chipPins.find("MT3620.GPIO" + std::to_string(number));
        REQUIRE(found != chipPins.end());
        return *found->second;
    }
    engine::Pin& pin(const std::string& name)
    {
        const auto found = assembly->findPin(name);
        if (!found)
            FAIL(found.error().toString());
        return **found;
    }
    parts::Part& part(const std::string& name)
    {
        const auto found = assembly->findPart(name);
        if (!found)
            FAIL(found.error().toString());
        return **found;
    }
    bool joins(const engine::Pin& a, const engine::Pin& b) const
    {
        return bus::areOnOneNet(netlist, a, b);
    }
    template <class T>
    T get(const std::string& partName, std::string_view property)
    {
        const auto value = part(partName).properties().get(property);
        REQUIRE(value.has_value());
        return std::get<T>(*value);
    }

private:
    void addChipPin(const std::string& name)
    {
        chipPins.emplace(name, std::make_unique<engine::Pin>(netlist, name));
    }
};

} // namespace perisphere::boards
