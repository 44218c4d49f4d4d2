#include "property_check.hpp"

#include "perisphere/runtime/recording.hpp"

namespace perisphere::scenario
{

void addFinding(Diagnostics& findings, const Location& where, std::string_view rule,
                const Error& error)
{
    Diagnostic finding = toDiagnostic(error, rule);
    finding.where = where;
    findings.push_back(std::move(finding));
}

void checkPatterns(const std::vector<std::string>& patterns, const Location& where,
                   control::ControlTarget& device, Diagnostics& findings)
{
    std::vector<std::string> names = device.pins().pins();
    for (const control::PartDescription& part : device.parts().parts())
        for (const engine::PropertyDescription& property : part.properties)
            names.push_back(part.name + "." + property.name);
    for (const std::string& pattern : patterns)
        if (const auto met = runtime::requireMatch(pattern, names); !met)
            addFinding(findings, where, "capture", met.error());
}

Result<PropertyPredicate> bindOn(const Condition& condition, control::ControlTarget& device)
{
    const auto description = device.parts().describe(condition.path);
    if (!description)
        return fail(description.error());
    return bind(condition, *description);
}

void checkCondition(const Condition& condition, const Location& where,
                    control::ControlTarget& device, Diagnostics& findings)
{
    if (const auto bound = bindOn(condition, device); !bound)
        addFinding(findings, where, "condition", bound.error());
}

} // namespace perisphere::scenario
