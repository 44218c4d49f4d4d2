// A line of the log that has to come: "wait" and "expect" differ in their words.
#pragma once

#include "perisphere/scenario/duration.hpp"
#include "perisphere/scenario/step.hpp"
#include "stage.hpp"
#include "watching.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>

namespace perisphere::scenario
{

class AwaitLogStep final : public Step
{
public:
    /// `verb` is a literal: "wait for".
    AwaitLogStep(std::string_view verb, LogPattern pattern, engine::Duration within)
        : m_verb(verb)
        , m_pattern(std::move(pattern))
        , m_within(within)
    {
    }
    [[nodiscard]] std::string text() const override
    {
        return fmt::format("{} \"{}\" in the log within {}", m_verb, m_pattern.text(),
                           toString(m_within));
    }
    void check(control::ControlTarget& /*device*/, Diagnostics& /*findings*/) const override {}
    void start(Stage& stage) const override { awaitLine(stage, m_pattern, m_within); }

private:
    std::string_view m_verb;
    LogPattern m_pattern;
    engine::Duration m_within;
};

} // namespace perisphere::scenario
