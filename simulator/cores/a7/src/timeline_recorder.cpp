#include "timeline_recorder.hpp"

#include "perisphere/protocol/timeline_records.hpp"

#include <cstring>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace perisphere::a7
{
namespace
{

constexpr std::size_t kFlushBytes = std::size_t{64} * 1024;

std::string nameOfSignal(int number)
{
    const char* const name = ::sigabbrev_np(number);
    return name != nullptr ? fmt::format("SIG{}", name) : fmt::format("signal {}", number);
}

/// What threads call themselves may be any bytes.
std::string printable(std::string name)
{
    std::ranges::replace_if(
        name, [](char c) { return c < ' ' || c > '~'; }, '?');
    return name;
}

} // namespace

TimelineRecorder::ThreadState& TimelineRecorder::stateOf(const Thread& thread)
{
    ThreadState& state = m_threads[thread.id];
    if (state.name != thread.name) {
        state.name = thread.name;
        write(fmt::format("n\t{}\t{}\n", thread.id, printable(state.name)));
    }
    return state;
}

void TimelineRecorder::beginRun(const Thread& thread, Instant now)
{
    static_cast<void>(stateOf(thread)); // its name
    if (m_runner != thread.id || m_ranUntil != now) {
        writeRan();
        m_runner = thread.id;
        m_ranSince = now;
    }
    m_ranUntil = now;
    m_isRunning = true;
}

void TimelineRecorder::endRun(Instant now)
{
    m_ranUntil = now;
    m_isRunning = false;
}

void TimelineRecorder::writeRan()
{
    if (m_ranSince < m_ranUntil)
        write(fmt::format("r\t{}\t{}\t{}\n", m_runner, m_ranSince.count(), m_ranUntil.count()));
    m_ranSince = m_ranUntil;
}

void TimelineRecorder::beginCall(const Thread& thread, Instant now)
{
    ThreadState& state = stateOf(thread);
    state.callBegin = now;
    state.waitingCall.clear();
}

void TimelineRecorder::waitInCall(const Thread& thread, std::string_view name)
{
    ThreadState& state = stateOf(thread);
    if (!state.waitingCall.empty())
        return; // it has looked, and waits on
    state.waitingCall = name;
    write(fmt::format("w\t{}\t{}\t{}\n", thread.id, state.callBegin.count(), name));
}

void TimelineRecorder::endCall(const Thread& thread, std::string_view name, std::string_view text,
                               Instant now)
{
    ThreadState& state = stateOf(thread);
    state.waitingCall.clear();
    write(fmt::format("c\t{}\t{}\t{}\t{}\t{}\n", thread.id, state.callBegin.count(), now.count(),
                      name, text));
    if (thread.hasEnded)
        m_threads.erase(thread.id);
}

void TimelineRecorder::beginHandler(const Thread& thread, int signal, std::uint32_t frame,
                                    Instant now)
{
    ThreadState& state = stateOf(thread);
    if (!state.waitingCall.empty())
        endCall(thread, std::string(state.waitingCall),
                fmt::format("interrupted by {}", nameOfSignal(signal)), now);
    state.handlers.push_back({.signal = signal, .frame = frame, .begin = now});
}

/// Handlers above it have been left by a jump, and have no end.
void TimelineRecorder::endHandler(const Thread& thread, std::uint32_t frame, Instant now)
{
    std::vector<Handler>& handlers = stateOf(thread).handlers;
    const auto known = std::find_if(handlers.rbegin(), handlers.rend(),
                                    [&](const Handler& one) { return one.frame == frame; });
    if (known == handlers.rend())
        return;
    for (auto left = handlers.rbegin(); left != known; ++left)
        write(fmt::format("i\t{}\t{}\t{}\n", thread.id, left->begin.count(),
                          nameOfSignal(left->signal)));
    write(fmt::format("s\t{}\t{}\t{}\t{}\n", thread.id, known->begin.count(), now.count(),
                      nameOfSignal(known->signal)));
    handlers.erase(std::prev(known.base()), handlers.end());
}

void TimelineRecorder::noteSignal(const Thread& thread, int signal, Instant now)
{
    write(fmt::format("i\t{}\t{}\t{}\n", thread.id, now.count(), nameOfSignal(signal)));
}

void TimelineRecorder::end(Instant now)
{
    for (const auto& [id, state] : m_threads) {
        for (const Handler& handler : state.handlers)
            write(fmt::format("i\t{}\t{}\t{}\n", id, handler.begin.count(),
                              nameOfSignal(handler.signal)));
        if (!state.waitingCall.empty())
            write(fmt::format("c\t{}\t{}\t{}\t{}\tuntil the end of the program\n", id,
                              state.callBegin.count(), now.count(), state.waitingCall));
    }
    if (m_dropped != m_toldDropped)
        m_buffer += fmt::format("d\t{}\n", m_dropped);
    flush(now);
}

void TimelineRecorder::write(const std::string& line)
{
    if (m_written + line.size() > protocol::kMaxTimelineBytes) {
        // Told now and then only: this has no bound.
        if (++m_dropped >= 2 * m_toldDropped) {
            m_toldDropped = m_dropped;
            m_buffer += fmt::format("d\t{}\n", m_dropped);
        }
        return;
    }
    m_written += line.size();
    m_buffer += line;
    if (m_buffer.size() >= kFlushBytes)
        store();
}

void TimelineRecorder::flush(Instant now)
{
    if (m_isRunning)
        m_ranUntil = now;
    writeRan();
    store();
}

void TimelineRecorder::store()
{
    const std::string text = std::exchange(m_buffer, {});
    if (text.empty() || m_hasFailed)
        return;
    const auto written = m_file.append(text);
    m_hasFailed = !written;
    if (m_hasFailed && m_report)
        m_report(written.error().toString());
}

} // namespace perisphere::a7
