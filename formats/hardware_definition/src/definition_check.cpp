// What has to hold between the files of a definition.

#include "definition_data.hpp"
#include "perisphere/base/suggest.hpp"
#include "resolver.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace perisphere::hardware
{
namespace
{

/// As an import names it, which is looked for in folders: nobody writes where it was found.
std::string_view fileNameOf(const DefinitionFile& file)
{
    const std::string_view path = file.path;
    return path.substr(path.rfind('/') + 1); // npos + 1 is 0
}

class Checker
{
public:
    Checker(const DefinitionData& data, Diagnostics& out)
        : m_data(data)
        , m_out(out)
    {
    }

    void check()
    {
        for (std::size_t f = 0; f < m_data.files.size(); ++f)
            for (std::size_t p = 0; p < m_data.files[f].peripherals.size(); ++p)
                checkMapping({f, p});
        checkShared();
    }

private:
    void report(Severity severity, std::string rule, const Location& where, std::string message,
                std::string expected = {}, std::string advice = {})
    {
        m_out.push_back({.severity = severity,
                         .rule = std::move(rule),
                         .where = where,
                         .message = std::move(message),
                         .expected = std::move(expected),
                         .advice = std::move(advice)});
    }

    void checkMapping(Place place)
    {
        const Peripheral& one = m_data.at(place);
        if (one.mapping.empty())
            return;
        const Step next = step(m_data, place);
        if (!next.to) {
            reportUnknown(place);
            return;
        }
        const Peripheral& mapped = m_data.at(*next.to);
        if (mapped.type != one.type)
            report(Severity::Error, "mapping-type", one.where,
                   fmt::format("\"{}\" is of type {} and maps to \"{}\" of type {}", one.name,
                               name(one.type), mapped.name, name(mapped.type)),
                   fmt::format("type {}", name(mapped.type)));
        if (follow(m_data, place).end == Chain::End::Cycle)
            report(Severity::Error, "mapping-cycle", one.where,
                   fmt::format("the mapping of \"{}\" goes in a circle", one.name),
                   "a mapping that ends at the chip's definition");
        else if (!next.isDirect && place.file == 0)
            report(Severity::Warning, "mapping-indirect", one.where,
                   fmt::format("\"{}\" is not in a file that this one imports itself", one.mapping),
                   {}, fmt::format("import \"{}\"", fileNameOf(m_data.files[next.to->file])));
    }

    void reportUnknown(Place place)
    {
        const Peripheral& one = m_data.at(place);
        std::vector<std::string_view> names;
        for (const auto& [name, ignored] : m_data.firstByName)
            names.push_back(name);
        std::sort(names.begin(), names.end()); // the order of a hash table must not choose
        report(Severity::Error, "mapping-unknown", one.where,
               fmt::format("\"{}\" maps to \"{}\", which no imported definition has", one.name,
                           one.mapping),
               "a peripheral of an imported definition", suggestion(one.mapping, names));
    }

    /// Two names of the target for one peripheral: common (an LED and its header pin), but worth
    /// knowing.
    void checkShared()
    {
        std::map<std::string, const Peripheral*> first;
        for (const Peripheral& one : m_data.files.front().peripherals) {
            if (one.mapping.empty() || one.type == PeripheralType::Int)
                continue;
            const auto [other, isNew] = first.emplace(one.mapping, &one);
            if (!isNew)
                report(Severity::Warning, "mapping-shared", one.where,
                       fmt::format("\"{}\" and \"{}\" are both \"{}\"", one.name,
                                   other->second->name, one.mapping),
                       {}, "an app can open only one of them at a time");
        }
    }

    const DefinitionData& m_data;
    Diagnostics& m_out;
};

} // namespace

void checkDefinition(const DefinitionData& data, Diagnostics& out)
{
    Checker(data, out).check();
}

} // namespace perisphere::hardware
