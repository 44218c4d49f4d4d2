// fault: {type: i2c-nack, address: 0x5d, count: 3}
// clear: i2c-nack                                     every lasting fault of the type
// clear: all
#include "perisphere/scenario/condition.hpp"
#include "property_check.hpp"
#include "stage.hpp"
#include "step_table.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>
#include <utility>
#include <vector>

namespace perisphere::scenario
{
namespace
{

struct GivenParameter {
    std::string name;
    Literal value;
};

/// "0x5d" for an integer: addresses are written so.
Literal decimal(const Literal& literal)
{
    if (literal.isQuoted || !literal.text.starts_with("0x"))
        return literal;
    std::int64_t value = 0;
    const char* const end = literal.text.data() + literal.text.size();
    const auto [at, error] = std::from_chars(literal.text.data() + 2, end, value, 16);
    return error == std::errc() && at == end ? Literal{fmt::format("{}", value)} : literal;
}

Result<control::FaultParameters> parametersOn(control::ControlTarget& device,
                                              const std::string& typeName,
                                              const std::vector<GivenParameter>& given)
{
    const auto type = device.faults().type(typeName);
    if (!type)
        return fail(type.error());
    control::FaultParameters parameters;
    for (const GivenParameter& one : given) {
        const auto known = control::findParameter(*type, one.name);
        if (!known) {
            // Whoever injects it names the nearest, after what is missing.
            parameters.emplace(one.name, one.value.text);
            continue;
        }
        const engine::PropertyDescription& description = (*known)->description;
        const bool isInteger = description.type == engine::PropertyType::Integer;
        auto value = valueOf(isInteger ? decimal(one.value) : one.value, description);
        if (!value)
            return fail(value.error());
        parameters.emplace(one.name, std::move(*value));
    }
    return parameters;
}

class FaultStep final : public Step
{
public:
    FaultStep(std::string type, std::vector<GivenParameter> given)
        : m_type(std::move(type))
        , m_given(std::move(given))
    {
    }

    [[nodiscard]] std::string text() const override
    {
        std::string text = "fault " + m_type;
        for (const GivenParameter& one : m_given)
            text += fmt::format(", {} {}", one.name, one.value.text);
        return text;
    }

    /// By trying it: only the board knows its pins. What happens once (a reset) is not tried.
    void check(control::ControlTarget& device, Diagnostics& findings) const override
    {
        const auto type = device.faults().type(m_type);
        if (!type) {
            addFinding(findings, where, "fault", type.error());
            return;
        }
        const auto parameters = parametersOn(device, m_type, m_given);
        if (!parameters) {
            addFinding(findings, where, "fault", parameters.error());
            return;
        }
        if (!type->lasts)
            return;
        const auto tried = device.faults().inject(m_type, *parameters);
        if (!tried)
            addFinding(findings, where, "fault", tried.error());
        else
            static_cast<void>(device.faults().clear(*tried));
    }

    void start(Stage& stage) const override
    {
        const auto parameters = parametersOn(stage.control(), m_type, m_given);
        const auto injected = parameters ? stage.control().faults().inject(m_type, *parameters)
                                         : Result<std::uint64_t>(fail(parameters.error()));
        if (injected)
            stage.succeed();
        else
            stage.fail(text(), injected.error().toString());
    }

private:
    std::string m_type;
    std::vector<GivenParameter> m_given;
};

class ClearStep final : public Step
{
public:
    explicit ClearStep(std::string type)
        : m_type(std::move(type))
    {
    }
    [[nodiscard]] std::string text() const override { return "clear " + m_type; }
    void check(control::ControlTarget& device, Diagnostics& findings) const override
    {
        if (m_type == "all")
            return;
        if (const auto type = device.faults().type(m_type); !type)
            addFinding(findings, where, "fault", type.error());
    }
    void start(Stage& stage) const override
    {
        bool isFound = m_type == "all";
        for (const control::ActiveFault& one : stage.control().faults().active())
            if (m_type == "all" || one.type == m_type) {
                isFound = true;
                static_cast<void>(stage.control().faults().clear(one.id));
            }
        if (isFound)
            stage.succeed();
        else
            stage.fail(fmt::format("a fault \"{}\" to clear", m_type), "none lasts");
    }

private:
    std::string m_type;
};

} // namespace

std::unique_ptr<Step> readFault(const YamlNode& value, Findings& findings)
{
    if (value.is(YamlNode::Kind::Scalar) && !value.text.empty())
        return std::make_unique<FaultStep>(value.text, std::vector<GivenParameter>());
    Fields fields(value, "a fault", findings);
    if (!fields.isMap())
        return nullptr;
    if (fields.require("type") == nullptr)
        return nullptr;
    const auto type = fields.text("type");
    std::vector<GivenParameter> given;
    for (std::size_t i = 0; i < value.keys.size(); ++i) {
        if (value.keys[i].text == "type")
            continue;
        if (!value.values[i].is(YamlNode::Kind::Scalar)) {
            findings.add(value.values[i], "wrong-type",
                         fmt::format("\"{}\" is not given one value", value.keys[i].text));
            return nullptr;
        }
        given.push_back(
            {.name = value.keys[i].text,
             .value = {.text = value.values[i].text, .isQuoted = value.values[i].isQuoted}});
    }
    return type ? std::make_unique<FaultStep>(*type, std::move(given)) : nullptr;
}

std::unique_ptr<Step> readClear(const YamlNode& value, Findings& findings)
{
    const auto type = readText(value, findings);
    return type ? std::make_unique<ClearStep>(*type) : nullptr;
}

} // namespace perisphere::scenario
