// A bench with a machine's parts but no chip: plain pins play it.
#pragma once

#include "perisphere/parts/part_json.hpp"
#include "perisphere/parts/part_type.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <string>
#include <vector>

namespace perisphere::parts
{

class Bench
{
public:
    engine::Scheduler scheduler;
    engine::Netlist netlist{scheduler};
    bus::Buses buses{netlist};
    engine::RandomSource random{1};
    engine::UnmodelledAccesses unmodelled{scheduler};
    world::Surroundings surroundings;
    MemoryStorage memory;
    PartStorage* storage = &memory;

    std::unique_ptr<Part> make(const std::string& type, const std::string& name,
                               const std::string& configuration = "{}")
    {
        const auto found = findPartType(type);
        REQUIRE(found.has_value());
        const auto document = json::Document::parse(configuration, "configuration.json");
        REQUIRE(document.has_value());
        const auto checked = checkConfiguration(**found, *document, "");
        for (const Diagnostic& one : checked.diagnostics)
            FAIL(one.toString());
        const PartContext context{scheduler,  netlist,  buses,       random,
                                  unmodelled, *storage, surroundings};
        auto part = makePart(context, **found, name, *checked.value);
        if (!part)
            FAIL(part.error().toString());
        return std::move(*part);
    }

    /// A pin of the "chip".
    engine::Pin& chipPin(const std::string& name)
    {
        m_pins.push_back(std::make_unique<engine::Pin>(netlist, name));
        return *m_pins.back();
    }
    engine::Pin& supply(const std::string& name, engine::Voltage voltage)
    {
        engine::Pin& made = chipPin(name);
        made.setDrive(engine::Drive::strong(voltage));
        return made;
    }
    void wire(engine::Pin& a, engine::Pin& b, std::uint32_t ohms = 0)
    {
        m_wires.emplace_back(netlist, a, b, ohms);
    }
    void run(engine::Duration duration)
    {
        const auto done = scheduler.runUntil(engine::later(scheduler.now(), duration));
        REQUIRE(done.has_value());
    }

private:
    std::vector<std::unique_ptr<engine::Pin>> m_pins;
    std::vector<engine::Wire> m_wires;
};

inline engine::Pin& pinOf(const Part& part, std::string_view name)
{
    const auto found = part.findPin(name);
    REQUIRE(found.has_value());
    return **found;
}

template <class T>
T get(Part& part, std::string_view property)
{
    const auto value = part.properties().get(property);
    REQUIRE(value.has_value());
    REQUIRE(std::holds_alternative<T>(*value));
    return std::get<T>(*value);
}

inline void set(Part& part, std::string_view property, const engine::PropertyValue& value)
{
    const auto done = part.properties().set(property, value);
    if (!done)
        FAIL(done.error().toString());
}

} // namespace perisphere::parts
