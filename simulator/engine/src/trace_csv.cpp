#include "perisphere/engine/trace.hpp"

#include <fmt/format.h>

#include <iterator>
#include <string_view>

namespace perisphere::engine
{
namespace
{

/// Quoted where RFC 4180 wants it.
std::string field(std::string_view text)
{
    if (text.find_first_of(",\"\r\n") == std::string_view::npos)
        return std::string(text);
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"')
            quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

std::string printed(const TraceValue& value)
{
    if (const auto* level = std::get_if<Level>(&value)) {
        constexpr std::string_view kBits = "01z";
        return std::string(1, kBits[static_cast<std::size_t>(*level)]);
    }
    if (const auto* integer = std::get_if<std::int64_t>(&value))
        return fmt::format("{}", *integer);
    return fmt::format("{}", std::get<double>(value));
}

void appendLine(std::string& out, VirtualTime time, const TraceSignal& signal,
                const TraceValue& value)
{
    fmt::format_to(std::back_inserter(out), "{},{},{},{}\r\n", toNanoseconds(time),
                   field(signal.name), printed(value), field(signal.unit));
}

} // namespace

std::string toCsv(const Trace& trace)
{
    std::string out = "time_ns,signal,value,unit\r\n";
    for (const TraceSignal& signal : trace.signals)
        appendLine(out, trace.begin, signal, signal.first);
    for (const TraceRecord& record : trace.records)
        appendLine(out, record.time, trace.signals[record.signal], record.value);
    return out;
}

} // namespace perisphere::engine
