#pragma once

#include "perisphere/control/signals_target.hpp"

#include <string>
#include <vector>

namespace perisphere::test
{

namespace c = control;

class FakeSignals final : public control::SignalsTarget
{
public:
    Result<> record(const std::vector<std::string>& patterns, std::size_t /*capacity*/) override
    {
        if (patterns.front() != "gpio8" && patterns.front() != "*")
            return fail(ErrorCode::NotFound, "no pin and no property matches");
        m_recording = {.isOn = true,
                       .begin = {},
                       .end = engine::atNanoseconds(5000),
                       .first = 1,
                       .records = 5,
                       .signals = {{"gpio8", "", engine::Level::Low},
                                   {"led1.count", "", std::int64_t{-2}},
                                   {"led1.brightness", "%", 0.5}}};
        return {};
    }
    void stop() override { m_recording = {}; }
    c::SignalRecording recording() override { return m_recording; }
    engine::TracePage page(std::uint64_t from, std::size_t limit) override
    {
        using engine::atNanoseconds;
        const std::vector<engine::TraceRecord> all{
            {atNanoseconds(1000), 0, engine::Level::High},
            {atNanoseconds(1300), 1, std::int64_t{-3}},
            {atNanoseconds(1300), 2, 0.25},
            {atNanoseconds(4000), 0, engine::Level::Floating}};
        engine::TracePage page{.next = 5, .missed = from < 1 ? 1U : 0U, .records = all};
        if (limit < all.size())
            page.records.resize(limit);
        page.next = 1 + page.records.size();
        return page;
    }

private:
    c::SignalRecording m_recording;
};

} // namespace perisphere::test
