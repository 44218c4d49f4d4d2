#include "resolver.hpp"

#include "perisphere/base/suggest.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace perisphere::hardware
{
namespace
{

std::optional<Place> findIn(const DefinitionData& data, std::size_t file, std::string_view name)
{
    const auto& peripherals = data.files[file].peripherals;
    const auto found = std::find_if(peripherals.begin(), peripherals.end(),
                                    [&](const Peripheral& one) { return one.name == name; });
    if (found == peripherals.end())
        return std::nullopt;
    return Place{file, static_cast<std::size_t>(found - peripherals.begin())};
}

bool operator==(Place a, Place b)
{
    return a.file == b.file && a.peripheral == b.peripheral;
}

} // namespace

Step step(const DefinitionData& data, Place from)
{
    const std::string& name = data.at(from).mapping;
    for (const std::size_t imported : data.imports[from.file])
        if (const auto found = findIn(data, imported, name))
            return {found, true};
    // Further in than its own imports, or beside it in the same file.
    const Place* anywhere = data.find(name);
    if (anywhere == nullptr)
        return {};
    return {*anywhere, anywhere->file == from.file};
}

Chain follow(const DefinitionData& data, Place start)
{
    Chain chain{.places = {start}};
    while (!data.at(chain.places.back()).mapping.empty()) {
        const Step next = step(data, chain.places.back());
        if (!next.to) {
            chain.end = Chain::End::Unknown;
            return chain;
        }
        const bool isBack = std::any_of(chain.places.begin(), chain.places.end(),
                                        [&](Place place) { return place == *next.to; });
        if (isBack) {
            chain.end = Chain::End::Cycle;
            return chain;
        }
        chain.places.push_back(*next.to);
    }
    return chain;
}

Result<Definition::Resolved> Definition::resolve(std::string_view peripheralName) const
{
    const Place* start = m_data->find(peripheralName);
    if (start == nullptr)
        return fail(
            Error{.code = ErrorCode::NotFound,
                  .message = fmt::format("hardware definition \"{}\" has no peripheral \"{}\"",
                                         target().path, peripheralName),
                  .advice = suggestion(peripheralName, names())});
    const Chain chain = follow(*m_data, *start);
    const Peripheral& last = m_data->at(chain.places.back());
    if (chain.end != Chain::End::Value)
        return fail(
            Error{.code = ErrorCode::Invalid,
                  .message = fmt::format("\"{}\" does not lead to a peripheral of the chip: "
                                         "\"{}\" maps to \"{}\"",
                                         peripheralName, last.name, last.mapping),
                  .where = last.where,
                  .expected = "a mapping that ends at the chip's definition"});
    Resolved resolved{.type = last.type,
                      .chipName = last.name,
                      .mainCoreHeaderValue = last.mainCoreHeaderValue,
                      .value = last.manifestValue,
                      .chain = {}};
    for (const Place place : chain.places)
        resolved.chain.push_back(m_data->at(place).name);
    return resolved;
}

} // namespace perisphere::hardware
