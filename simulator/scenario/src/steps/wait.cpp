// wait: 500ms
// wait: {until: "D1.redLit == true", within: 5s}
// wait: {log: "ready", within: 5s}
#include "await_log_step.hpp"
#include "perisphere/scenario/duration.hpp"
#include "property_check.hpp"
#include "stage.hpp"
#include "step_table.hpp"
#include "watching.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>

namespace perisphere::scenario
{
namespace
{

constexpr engine::Duration kDefaultWithin = std::chrono::seconds(10);

class PauseStep final : public Step
{
public:
    explicit PauseStep(engine::Duration duration)
        : m_duration(duration)
    {
    }
    [[nodiscard]] std::string text() const override { return "wait " + toString(m_duration); }
    void check(control::ControlTarget& /*device*/, Diagnostics& /*findings*/) const override {}
    void start(Stage& stage) const override
    {
        stage.wait(
            {.property = {}, .isMet = {}, .deadline = engine::later(stage.now(), m_duration)},
            [&stage](const runtime::WaitEnd& /*end*/) { stage.succeed(); });
    }

private:
    engine::Duration m_duration;
};

class WaitConditionStep final : public Step
{
public:
    WaitConditionStep(Condition condition, engine::Duration within)
        : m_condition(std::move(condition))
        , m_within(within)
    {
    }
    [[nodiscard]] std::string text() const override
    {
        return fmt::format("wait until {} within {}", m_condition.toString(), toString(m_within));
    }
    void check(control::ControlTarget& device, Diagnostics& findings) const override
    {
        checkCondition(m_condition, where, device, findings);
    }
    void start(Stage& stage) const override { awaitCondition(stage, m_condition, m_within); }

private:
    Condition m_condition;
    engine::Duration m_within;
};

} // namespace

std::unique_ptr<Step> readWait(const YamlNode& value, Findings& findings)
{
    if (value.is(YamlNode::Kind::Scalar)) {
        const auto duration = readDuration(value, findings);
        return duration ? std::make_unique<PauseStep>(*duration) : nullptr;
    }
    Fields fields(value, "a wait", findings);
    if (!fields.isMap())
        return nullptr;
    const auto until = fields.text("until");
    const auto log = fields.text("log");
    const auto within = fields.duration("within");
    fields.finish();
    if (until.has_value() == log.has_value()) {
        findings.add(value, "wait", until ? "a wait for two things" : "a wait for nothing",
                     "a duration, \"until\" with a condition, or \"log\" with an expression");
        return nullptr;
    }
    if (until) {
        auto condition = parseCondition(*until);
        if (condition)
            return std::make_unique<WaitConditionStep>(std::move(*condition),
                                                       within.value_or(kDefaultWithin));
        findings.add(*fields.find("until"), "condition", condition.error());
        return nullptr;
    }
    auto pattern = LogPattern::make(*log);
    if (pattern)
        return std::make_unique<AwaitLogStep>("wait for", std::move(*pattern),
                                              within.value_or(kDefaultWithin));
    findings.add(*fields.find("log"), "regular-expression", pattern.error());
    return nullptr;
}

} // namespace perisphere::scenario
