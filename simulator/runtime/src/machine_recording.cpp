#include "machine_recording.hpp"

#include "perisphere/control/glob.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace perisphere::runtime
{
Result<> requireMatch(std::string_view pattern, const std::vector<std::string>& names)
{
    if (std::any_of(names.begin(), names.end(),
                    [&](const std::string& name) { return control::matchesGlob(pattern, name); }))
        return {};
    return fail(Error{.code = ErrorCode::NotFound,
                      .message = fmt::format("no pin and no property matches \"{}\"", pattern),
                      .expected = "a pattern such as \"MT3620.GPIO*\" or \"D1.*\""});
}

namespace
{

bool matchesAny(const std::vector<std::string>& patterns, std::string_view name)
{
    return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
        return control::matchesGlob(pattern, name);
    });
}

} // namespace

MachineRecording::~MachineRecording()
{
    stop();
}

void MachineRecording::stop()
{
    static_cast<void>(m_board.machine().call([this] {
        m_waveforms.reset();
        m_recorder.reset();
    }));
}

control::SignalRecording MachineRecording::recording()
{
    control::SignalRecording recording;
    static_cast<void>(m_board.machine().call([&] {
        recording.end = m_board.machine().scheduler().now();
        if (!m_recorder)
            return;
        recording.isOn = true;
        recording.begin = m_recorder->begin();
        recording.first = m_recorder->dropped();
        recording.records = m_recorder->dropped() + m_recorder->size();
        recording.signals = m_recorder->signals();
    }));
    return recording;
}

engine::TracePage MachineRecording::page(std::uint64_t from, std::size_t limit)
{
    engine::TracePage page;
    static_cast<void>(m_board.machine().call([&] {
        if (m_recorder)
            page = m_recorder->page(from, limit);
    }));
    return page;
}

Result<std::unique_ptr<engine::TraceRecorder>>
makeRecorder(BoardMachine& board, const std::vector<std::string>& patterns, std::size_t capacity)
{
    auto recorder = std::make_unique<engine::TraceRecorder>(board.machine().scheduler(), capacity);
    std::vector<std::string> names;
    for (const engine::Pin* pin : board.netlist().pins()) {
        names.push_back(pin->name());
        if (matchesAny(patterns, names.back()))
            recorder->watchLevel(**board.netlist().findPin(pin->name()));
    }
    for (parts::Part* part : board.parts())
        for (engine::Property* property : part->properties().properties()) {
            names.push_back(part->name() + "." + property->name());
            // Texts, colours and pictures have no place in a dump and are passed over.
            if (matchesAny(patterns, names.back()))
                static_cast<void>(recorder->watch(part->properties(), *property));
        }
    for (const std::string& pattern : patterns)
        if (auto met = requireMatch(pattern, names); !met)
            return fail(met.error());
    return recorder;
}

Result<> MachineRecording::start(const std::vector<std::string>& patterns, std::size_t capacity)
{
    return m_board.machine().call([&]() -> Result<> {
        auto recorder = makeRecorder(m_board, patterns, capacity);
        if (!recorder)
            return fail(recorder.error());
        m_waveforms.reset();
        m_recorder = std::move(*recorder);
        if (m_busLines != BusLines::AsNets)
            m_waveforms = std::make_unique<BusWaveforms>(
                BusWaveforms::Board{.scheduler = m_board.machine().scheduler(),
                                    .netlist = m_board.netlist(),
                                    .buses = m_board.buses(),
                                    .pads = m_board.chip().pads},
                *m_recorder, m_busLines == BusLines::Shown);
        return {};
    });
}

engine::Trace MachineRecording::trace()
{
    engine::Trace trace;
    static_cast<void>(m_board.machine().call([&] {
        if (m_recorder)
            trace = m_recorder->snapshot();
    }));
    return trace;
}

} // namespace perisphere::runtime
