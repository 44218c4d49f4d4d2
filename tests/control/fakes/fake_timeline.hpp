#pragma once

#include "perisphere/control/timeline_target.hpp"

#include <string>

namespace perisphere::test
{

namespace c = control;

class FakeTimeline final : public control::TimelineTarget
{
public:
    Result<> start() override
    {
        if (m_state.isOn)
            return fail(ErrorCode::AlreadyExists, "it is on");
        m_state = {.isOn = true, .begin = {}, .end = engine::atNanoseconds(7)};
        m_text.clear();
        return {};
    }
    Result<> stop() override
    {
        m_text = "{\"traceEvents\":[]}";
        m_state.isOn = false;
        m_state.bytes = m_text.size();
        return {};
    }
    c::TimelineState state() override { return m_state; }
    const std::string& text() override { return m_text; }

private:
    c::TimelineState m_state;
    std::string m_text;
};

} // namespace perisphere::test
