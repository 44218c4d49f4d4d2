// The lines of protocol/timeline_records.hpp on a timeline.
#include "app_timelines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <utility>

namespace perisphere::runtime
{
namespace
{

using engine::Timeline;
using engine::VirtualTime;

constexpr std::size_t kMostFields = 6;

struct Fields {
    std::array<std::string_view, kMostFields> texts;
    std::size_t count = 0;
};

Fields fieldsOf(std::string_view line)
{
    Fields fields;
    while (fields.count + 1 < kMostFields) { // the last one may have tabs
        const std::size_t tab = line.find('\t');
        if (tab == std::string_view::npos)
            break;
        fields.texts[fields.count++] = line.substr(0, tab);
        line.remove_prefix(tab + 1);
    }
    fields.texts[fields.count++] = line;
    return fields;
}

template <class Number>
std::optional<Number> numberOf(std::string_view text)
{
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < 0)
        return std::nullopt;
    return number;
}

std::optional<VirtualTime> timeOf(std::string_view text)
{
    const auto nanoseconds = numberOf<std::int64_t>(text);
    return nanoseconds ? std::optional(engine::atNanoseconds(*nanoseconds)) : std::nullopt;
}

/// A system call that waits, or the piece of a thread's time that may go on.
struct Unfinished {
    VirtualTime begin;
    VirtualTime until;
    std::string name;
};

class AppRecordsReader
{
public:
    AppRecordsReader(Timeline& timeline, std::string_view group, VirtualTime end)
        : m_timeline(timeline)
        , m_group(group)
        , m_end(end)
        , m_core(timeline.track(group, "core"))
    {
    }

    /// false: it is no such line.
    [[nodiscard]] bool take(std::string_view line)
    {
        const Fields fields = fieldsOf(line);
        const auto has = [&](std::string_view letter, std::size_t count) {
            return fields.texts[0] == letter && fields.count == count;
        };
        if (has("d", 2))
            return noteDropped(fields.texts[1]);
        const auto thread = numberOf<int>(fields.texts[1]);
        if (fields.count < 3 || !thread)
            return false;
        if (has("n", 3)) {
            m_names[*thread] = fields.texts[2];
            return true;
        }
        const auto begin = timeOf(fields.texts[2]);
        if (!begin)
            return false;
        if (has("w", 4)) {
            m_waits[*thread] = {.begin = *begin, .until = {}, .name = std::string(fields.texts[3])};
            return true;
        }
        if (has("i", 4)) {
            if (*begin < m_end)
                m_timeline.instant(trackOf(*thread), *begin, "signal",
                                   std::string(fields.texts[3]));
            return true;
        }
        const auto end = timeOf(fields.texts[3]);
        if (!end || *end < *begin)
            return false;
        if (has("r", 4))
            ran(*thread, *begin, *end);
        else if (has("c", 6))
            called(*thread, *begin, *end, fields);
        else if (has("s", 5))
            slice(trackOf(*thread), *begin, *end, "signal", std::string(fields.texts[4]));
        else
            return false;
        return true;
    }

    void finish()
    {
        writeRan();
        for (const auto& [thread, wait] : m_waits)
            slice(trackOf(thread), wait.begin, m_end, "system call", wait.name, "still waits");
        m_timeline.addDropped(m_dropped);
    }

private:
    [[nodiscard]] bool noteDropped(std::string_view text)
    {
        const auto count = numberOf<std::int64_t>(text);
        m_dropped = std::max(m_dropped, static_cast<std::uint64_t>(count.value_or(0)));
        return count.has_value();
    }

    void ran(int thread, VirtualTime begin, VirtualTime end)
    {
        if (m_ran && m_runner == thread && m_ran->until == begin) {
            m_ran->until = end;
            return;
        }
        writeRan();
        m_runner = thread;
        m_ran = {.begin = begin, .until = end, .name = nameOf(thread)};
    }

    void writeRan()
    {
        if (m_ran)
            slice(m_core, m_ran->begin, m_ran->until, "thread", m_ran->name);
        m_ran.reset();
    }

    void called(int thread, VirtualTime begin, VirtualTime end, const Fields& fields)
    {
        m_waits.erase(thread);
        slice(trackOf(thread), begin, end, "system call", std::string(fields.texts[4]),
              std::string(fields.texts[5]));
    }

    void slice(Timeline::Track track, VirtualTime begin, VirtualTime end, const char* category,
               std::string name, std::string detail = {})
    {
        if (begin < m_end)
            m_timeline.slice(track, begin, std::min(end, m_end), category, std::move(name),
                             std::move(detail));
    }

    [[nodiscard]] std::string nameOf(int thread) const
    {
        const auto known = m_names.find(thread);
        return known == m_names.end() || known->second.empty()
                   ? fmt::format("thread {}", thread)
                   : fmt::format("{} ({})", known->second, thread);
    }

    /// By the name that it had at its first event.
    Timeline::Track trackOf(int thread)
    {
        const auto known = m_tracks.find(thread);
        if (known != m_tracks.end())
            return known->second;
        return m_tracks[thread] = m_timeline.track(m_group, nameOf(thread));
    }

    Timeline& m_timeline;
    std::string m_group;
    VirtualTime m_end;
    Timeline::Track m_core;
    std::map<int, std::string> m_names;
    std::map<int, Timeline::Track> m_tracks;
    std::map<int, Unfinished> m_waits;
    int m_runner = 0;
    std::optional<Unfinished> m_ran;
    std::uint64_t m_dropped = 0;
};

} // namespace

Result<> addAppRecords(Timeline& timeline, std::string_view group, std::string_view lines,
                       VirtualTime end)
{
    AppRecordsReader reader(timeline, group, end);
    std::size_t number = 0;
    while (!lines.empty()) {
        const std::size_t newline = lines.find('\n');
        if (newline == std::string_view::npos)
            break; // a process that was killed in the middle of one
        ++number;
        if (!reader.take(lines.substr(0, newline)))
            return fail(Error{
                .code = ErrorCode::Invalid,
                .message = fmt::format(
                    "line {} of what the emulator recorded of \"{}\" is no record", number, group),
                .expected = "lines as in protocol/timeline_records.hpp",
                .advice = "perisphere-a7 may be of another version"});
        lines.remove_prefix(newline + 1);
    }
    reader.finish();
    return {};
}

} // namespace perisphere::runtime
