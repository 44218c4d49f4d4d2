#include "device_timeline.hpp"

#include "machine_recording.hpp"

#include <utility>

namespace perisphere::runtime
{
namespace
{

/// Of pins and properties: 32 bytes each.
constexpr std::size_t kSignalRecords = 500'000;

} // namespace

DeviceTimeline::~DeviceTimeline()
{
    if (m_state.isOn)
        static_cast<void>(takeMachine());
}

Result<> DeviceTimeline::start()
{
    if (m_state.isOn)
        return fail(Error{.code = ErrorCode::AlreadyExists,
                          .message = "the device's timeline is being recorded",
                          .advice = "stop it first"});
    auto begun = m_board.machine().call([this]() -> Result<> {
        auto recorder = makeRecorder(m_board, {"*"}, kSignalRecords);
        if (!recorder)
            return fail(recorder.error());
        m_recorder = std::move(*recorder);
        const engine::Scheduler& scheduler = m_board.machine().scheduler();
        m_activity = std::make_unique<MachineActivity>(scheduler, m_isUartPaced);
        m_board.observe(m_activity.get());
        m_state.begin = scheduler.now();
        return {};
    });
    if (!begun)
        return begun;
    m_apps.begin();
    m_text.clear();
    m_state = {.isOn = true, .begin = m_state.begin, .end = m_state.begin};
    return {};
}

engine::Timeline DeviceTimeline::takeMachine()
{
    engine::Timeline timeline;
    static_cast<void>(m_board.machine().call([&] {
        m_board.observe(nullptr);
        m_state.end = m_board.machine().scheduler().now();
        timeline.add(m_activity->timeline(m_board.realTime()));
        timeline.add(m_recorder->snapshot(), "signals");
        m_activity.reset();
        m_recorder.reset();
    }));
    return timeline;
}

Result<> DeviceTimeline::stop()
{
    if (!m_state.isOn)
        return {};
    m_state.isOn = false;
    engine::Timeline ofMachine = takeMachine();
    ofMachine.cut(m_state.end);
    m_apps.end();
    engine::Timeline timeline;
    auto added = m_apps.addTo(timeline, m_state.end);
    m_apps.forget();
    if (!added)
        return added;
    timeline.add(ofMachine);
    m_state.events = timeline.size();
    m_state.dropped = timeline.dropped();
    m_text = timeline.toJson();
    m_state.bytes = m_text.size();
    return {};
}

control::TimelineState DeviceTimeline::state()
{
    control::TimelineState state = m_state;
    if (state.isOn)
        state.end = m_board.now();
    return state;
}

} // namespace perisphere::runtime
