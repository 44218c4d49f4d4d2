#include "perisphere/engine/trace.hpp"

#include "perisphere/engine/require.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace perisphere::engine
{
namespace
{

double inVolts(Voltage voltage)
{
    return static_cast<double>(voltage.microvolts()) / 1e6;
}

TraceValue valueOf(const Property& property)
{
    const PropertyValue& value = property.value();
    if (const auto* flag = std::get_if<bool>(&value))
        return *flag ? Level::High : Level::Low;
    if (const auto* integer = std::get_if<std::int64_t>(&value))
        return *integer;
    if (const auto* number = std::get_if<double>(&value))
        return *number;
    const auto& choices = property.description().choices;
    const auto at = std::find(choices.begin(), choices.end(), std::get<std::string>(value));
    return static_cast<std::int64_t>(at - choices.begin());
}

bool isTraceable(PropertyType type)
{
    return type == PropertyType::Bool || type == PropertyType::Integer ||
           type == PropertyType::Number || type == PropertyType::Choice;
}

/// Those of the past came late.
void sortByTime(std::vector<TraceRecord>& records)
{
    if (!std::ranges::is_sorted(records, {}, &TraceRecord::time))
        std::ranges::stable_sort(records, {}, &TraceRecord::time);
}

} // namespace

TraceRecorder::TraceRecorder(const Scheduler& scheduler, std::size_t capacity)
    : m_scheduler(scheduler)
    , m_capacity(capacity)
    , m_begin(scheduler.now())
{
    require(capacity > 0, "a trace holds at least one record");
}

std::uint32_t TraceRecorder::watchLevel(Pin& pin)
{
    const auto signal = addSignal(pin.name(), {}, pin.level());
    m_subscriptions.push_back(pin.onLevel(
        [this, signal](const PinChange& change) { record(signal, change.after.level()); }));
    return signal;
}

void TraceRecorder::recordLevel(std::uint32_t signal, VirtualTime at, Level level)
{
    record(signal, std::clamp(at, m_latestChange[signal], m_scheduler.now()), level);
}

void TraceRecorder::watchVoltage(Pin& pin)
{
    const auto signal = addSignal(pin.name() + ".voltage", "V", inVolts(pin.voltage()));
    m_subscriptions.push_back(pin.onChange([this, signal](const PinChange& change) {
        record(signal, inVolts(change.after.voltage));
    }));
}

Result<void> TraceRecorder::watch(const PropertyTable& owner, Property& property)
{
    const PropertyDescription& description = property.description();
    if (!isTraceable(description.type))
        return fail(
            Error{.code = ErrorCode::Unsupported,
                  .message = fmt::format("\"{}.{}\" cannot be traced: it is of type {}",
                                         owner.owner(), description.name, name(description.type)),
                  .expected = "a property of type bool, integer, number or choice"});
    const auto signal =
        addSignal(owner.owner() + '.' + description.name, description.unit, valueOf(property));
    m_subscriptions.push_back(property.onChange([this, signal](const PropertyChange& change) {
        record(signal, valueOf(change.property));
    }));
    return {};
}

std::uint32_t TraceRecorder::addSignal(std::string name, std::string unit, TraceValue now)
{
    m_signals.push_back({.name = std::move(name), .unit = std::move(unit), .first = now});
    m_latest.push_back(now);
    m_latestChange.push_back(m_scheduler.now());
    return static_cast<std::uint32_t>(m_signals.size() - 1);
}

void TraceRecorder::record(std::uint32_t signal, VirtualTime at, TraceValue value)
{
    if (value == m_latest[signal])
        return; // the strength or the read changed, not what is traced
    m_latest[signal] = value;
    m_latestChange[signal] = at;
    const TraceRecord record{.time = at, .signal = signal, .value = value};
    if (m_records.size() < m_capacity) {
        m_records.push_back(record);
        return;
    }
    TraceRecord& oldest = m_records[m_oldest];
    m_signals[oldest.signal].first = oldest.value;
    m_begin = std::max(m_begin, oldest.time);
    oldest = record;
    m_oldest = (m_oldest + 1) % m_capacity;
    ++m_dropped;
}

TracePage TraceRecorder::page(std::uint64_t from, std::size_t limit) const
{
    const std::uint64_t end = m_dropped + m_records.size();
    const std::uint64_t first = std::clamp(from, m_dropped, end);
    TracePage page{.next = std::min(end, first + limit),
                   .missed = first > from ? first - from : 0,
                   .records = {}};
    const auto begin = static_cast<std::size_t>(first - m_dropped); // of those that are kept
    const auto count = static_cast<std::size_t>(page.next - first);
    page.records.reserve(count);
    for (std::size_t i = 0; i < count; ++i)
        page.records.push_back(m_records[(m_oldest + begin + i) % m_records.size()]);
    sortByTime(page.records);
    return page;
}

Trace TraceRecorder::snapshot() const
{
    Trace trace{.begin = m_begin,
                .end = m_scheduler.now(),
                .dropped = m_dropped,
                .signals = m_signals,
                .records = {}};
    const auto oldest = m_records.begin() + static_cast<std::ptrdiff_t>(m_oldest);
    trace.records.reserve(m_records.size());
    trace.records.insert(trace.records.end(), oldest, m_records.end());
    trace.records.insert(trace.records.end(), m_records.begin(), oldest);
    sortByTime(trace.records);
    return trace;
}

void TraceRecorder::clear()
{
    for (std::size_t i = 0; i < m_signals.size(); ++i)
        m_signals[i].first = m_latest[i];
    m_records.clear();
    m_oldest = 0;
    m_dropped = 0;
    m_begin = m_scheduler.now();
}

} // namespace perisphere::engine
