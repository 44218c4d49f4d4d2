// What the program does and when, for the timeline of its device (protocol/timeline_records.hpp).
#pragma once

#include "clock.hpp"
#include "result_file.hpp"
#include "thread.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::a7
{

class TimelineRecorder
{
public:
    /// `report` is told when the file cannot be written; then no more is.
    TimelineRecorder(ResultFile file, std::function<void(std::string_view)> report)
        : m_file(std::move(file))
        , m_report(std::move(report))
    {
    }

    /// The processor executes the thread from here on ...
    void beginRun(const Thread& thread, Instant now);
    /// ... up to here.
    void endRun(Instant now);

    void beginCall(const Thread& thread, Instant now);
    void waitInCall(const Thread& thread, std::string_view name);
    void endCall(const Thread& thread, std::string_view name, std::string_view text, Instant now);
    /// A handler begins; a call that waits ends for it. `frame` is the stack pointer with which the
    /// handler returns.
    void beginHandler(const Thread& thread, int signal, std::uint32_t frame, Instant now);
    void endHandler(const Thread& thread, std::uint32_t frame, Instant now);
    /// A signal that ends the program.
    void noteSignal(const Thread& thread, int signal, Instant now);

    /// Before the device comes to know how far the program is.
    void flush(Instant now);
    /// The program has ended.
    void end(Instant now);

private:
    struct Handler {
        int signal = 0;
        std::uint32_t frame = 0;
        Instant begin{};
    };
    struct ThreadState {
        std::string name;
        Instant callBegin{};
        std::string waitingCall; ///< empty: it does not wait
        std::vector<Handler> handlers;
    };

    ThreadState& stateOf(const Thread& thread);
    void writeRan();
    void write(const std::string& line);
    void store();

    ResultFile m_file;
    std::function<void(std::string_view)> m_report;
    std::map<int, ThreadState> m_threads;
    int m_runner = 0; ///< the thread that ran last
    bool m_isRunning = false;
    Instant m_ranSince{}; ///< what is not written yet
    Instant m_ranUntil{};
    std::string m_buffer;
    std::uint64_t m_written = 0;     ///< bytes, those of the buffer too
    std::uint64_t m_dropped = 0;     ///< lines
    std::uint64_t m_toldDropped = 0; ///< when it was written last
    bool m_hasFailed = false;
};

} // namespace perisphere::a7
