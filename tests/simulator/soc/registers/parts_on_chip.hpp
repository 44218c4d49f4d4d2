// Parts wired to the pads of a RegisterBench.
#pragma once

#include "perisphere/parts/part_json.hpp"
#include "perisphere/parts/part_type.hpp"

#include "fakes.hpp"

#include <memory>
#include <string>

namespace perisphere::test
{

class PartsOnChip
{
public:
    explicit PartsOnChip(RegisterBench& bench)
        : m_bench(bench)
    {
    }

    parts::Part& add(const std::string& type, const std::string& name)
    {
        const auto found = parts::findPartType(type);
        REQUIRE(found.has_value());
        const auto document = json::Document::parse("{}", "configuration.json");
        REQUIRE(document.has_value());
        const auto checked = parts::checkConfiguration(**found, *document, "");
        REQUIRE(checked.value.has_value());
        const parts::PartContext context{m_bench.scheduler, m_bench.netlist,    m_bench.buses,
                                         m_random,          m_bench.unmodelled, m_storage,
                                         m_surroundings};
        auto part = parts::makePart(context, **found, name, *checked.value);
        REQUIRE(part.has_value());
        m_parts.push_back(std::move(*part));
        return *m_parts.back();
    }

    void wire(parts::Part& part, std::string_view pin, unsigned isu, soc::IsuPad pad)
    {
        const auto found = part.findPin(pin);
        REQUIRE(found.has_value());
        m_wires.emplace_back(m_bench.netlist, **found, m_bench.chip.pads.isu(isu, pad));
    }

private:
    RegisterBench& m_bench;
    engine::RandomSource m_random{1};
    world::Surroundings m_surroundings;
    parts::MemoryStorage m_storage;
    std::vector<std::unique_ptr<parts::Part>> m_parts;
    std::vector<engine::Wire> m_wires;
};

} // namespace perisphere::test
