#include "commands/run/scheduled_set.hpp"

#include "perisphere/control/property_json.hpp"
#include "support/duration.hpp"
#include "support/property_text.hpp"

#include <fmt/format.h>

namespace perisphere::tools
{
namespace
{

Error notASet(std::string_view text)
{
    return {.code = ErrorCode::InvalidArgument,
            .message = fmt::format("\"{}\" sets no property", text),
            .expected = "PART.PROPERTY=VALUE@TIME, such as SW2.pressed=true@1500ms",
            .advice = {}};
}

/// The value as the property takes it.
Result<engine::PropertyValue> describedValue(const ScheduledSet& set, control::PartsTarget& parts)
{
    const auto description = parts.describe(set.path);
    if (!description)
        return fail(description.error());
    if (description->access != engine::Access::Settable)
        return fail(ErrorCode::PermissionDenied,
                    fmt::format("\"{}\" can be watched but not set", set.path.toString()));
    return valueOf(set, *description);
}

} // namespace

Result<ScheduledSet> parseScheduledSet(std::string_view text)
{
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos)
        return fail(notASet(text));
    const auto path = control::parsePropertyPath(text.substr(0, equals));
    if (!path)
        return fail(notASet(text));
    ScheduledSet result{.path = *path, .value = std::string(text.substr(equals + 1))};
    // The last one: a text may have others.
    const std::size_t at = result.value.rfind('@');
    if (at != std::string::npos) {
        const auto time = parseDuration(std::string_view(result.value).substr(at + 1));
        if (!time)
            return fail(time.error().during(fmt::format("read \"{}\"", text)));
        result.at = *time;
        result.value.erase(at);
    }
    return result;
}

Result<std::vector<ScheduledSet>> parseScheduledSets(const std::vector<std::string>& texts)
{
    std::vector<ScheduledSet> sets;
    for (const std::string& text : texts) {
        auto set = parseScheduledSet(text);
        if (!set)
            return fail(set.error());
        sets.push_back(std::move(*set));
    }
    return sets;
}

Result<engine::PropertyValue> valueOf(const ScheduledSet& set,
                                      const engine::PropertyDescription& description)
{
    const auto value = valueOfWord(name(description.type), set.path.toString(), set.value);
    if (!value)
        return fail(value.error());
    return control::fromJson(description, *value);
}

Result<> checkSets(const std::vector<ScheduledSet>& sets, control::PartsTarget& parts)
{
    for (const ScheduledSet& set : sets)
        if (const auto value = describedValue(set, parts); !value)
            return fail(value.error());
    return {};
}

Result<> scheduleSets(const std::vector<ScheduledSet>& sets, control::PartsTarget& parts,
                      engine::VirtualTime start)
{
    for (const ScheduledSet& set : sets) {
        const auto value = describedValue(set, parts);
        if (!value)
            return fail(value.error());
        auto scheduled = parts.setAt(set.path, *value, engine::later(start, set.at));
        if (!scheduled)
            return scheduled;
    }
    return {};
}

} // namespace perisphere::tools
