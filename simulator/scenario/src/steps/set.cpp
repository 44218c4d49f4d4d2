// set: {SW2.pressed: true, LPS22HH.pressure: 990}
//
// What the world does to parts, all at one instant, in the order of the file.
#include "property_check.hpp"
#include "stage.hpp"
#include "step_table.hpp"

#include "perisphere/control/property_json.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

namespace perisphere::scenario
{
namespace
{

struct Assignment {
    Location where;
    control::PropertyPath path;
    Literal value;
};

Result<engine::PropertyValue> valueFor(const Assignment& one, control::ControlTarget& device)
{
    const auto description = device.parts().describe(one.path);
    if (!description)
        return fail(description.error());
    if (description->access != engine::Access::Settable)
        return fail(ErrorCode::PermissionDenied,
                    fmt::format("\"{}\" can be expected but not set", one.path.toString()));
    auto value = valueOf(one.value, *description);
    if (!value)
        return value;
    if (auto checked = device.parts().check(one.path, *value); !checked)
        return fail(checked.error());
    return value;
}

class SetStep final : public Step
{
public:
    explicit SetStep(std::vector<Assignment> assignments)
        : m_assignments(std::move(assignments))
    {
    }

    [[nodiscard]] std::string text() const override
    {
        std::string text = "set";
        for (const Assignment& one : m_assignments)
            text += fmt::format("{} {} to {}", text.size() > 3 ? "," : "", one.path.toString(),
                                one.value.text);
        return text;
    }

    void check(control::ControlTarget& device, Diagnostics& findings) const override
    {
        for (const Assignment& one : m_assignments)
            if (const auto value = valueFor(one, device); !value)
                addFinding(findings, one.where, "set", value.error());
    }

    void start(Stage& stage) const override
    {
        for (const Assignment& one : m_assignments) {
            const auto value = valueFor(one, stage.control());
            const auto set = value ? stage.control().parts().set(one.path, *value)
                                   : Result<>(fail(value.error()));
            if (!set) {
                stage.fail(fmt::format("{} set to {}", one.path.toString(), one.value.text),
                           set.error().toString());
                return;
            }
        }
        stage.succeed();
    }

private:
    std::vector<Assignment> m_assignments;
};

} // namespace

std::unique_ptr<Step> readSet(const YamlNode& value, Findings& findings)
{
    if (!value.is(YamlNode::Kind::Map) || value.keys.empty()) {
        findings.add(value, "wrong-type", "\"set\" sets nothing",
                     "a map such as {SW2.pressed: true}");
        return nullptr;
    }
    std::vector<Assignment> assignments;
    for (std::size_t i = 0; i < value.keys.size(); ++i) {
        const auto path = control::parsePropertyPath(value.keys[i].text);
        if (!path) {
            findings.add(value.keys[i], "property-path", path.error());
            continue;
        }
        if (!value.values[i].is(YamlNode::Kind::Scalar)) {
            findings.add(value.values[i], "wrong-type",
                         fmt::format("\"{}\" is not set to one value", value.keys[i].text));
            continue;
        }
        assignments.push_back(
            {.where = findings.placeOf(value.keys[i]),
             .path = *path,
             .value = {.text = value.values[i].text, .isQuoted = value.values[i].isQuoted}});
    }
    return std::make_unique<SetStep>(std::move(assignments));
}

} // namespace perisphere::scenario
