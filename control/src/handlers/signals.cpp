#include "handlers.hpp"

#include "perisphere/control/base64.hpp"

#include <bit>

namespace perisphere::control
{
namespace
{

using engine::Level;
using engine::TraceValue;

constexpr std::size_t kDefaultCapacity = 2'000'000; // 64 MiB
constexpr std::size_t kDefaultPage = 100'000;

/// Which alternative it is, as records say it: 0 low, 1 high, 2 floating, 3 eight bytes follow.
constexpr std::uint64_t kIsWide = 3;

std::uint64_t codeOf(Level level)
{
    switch (level) {
    case Level::Low:
        return 0;
    case Level::High:
        return 1;
    case Level::Floating:
        break;
    }
    return 2;
}

std::string_view typeOf(const TraceValue& value)
{
    if (std::holds_alternative<Level>(value))
        return "level";
    return std::holds_alternative<double>(value) ? "number" : "integer";
}

Value toJson(const TraceValue& value)
{
    if (const auto* level = std::get_if<Level>(&value))
        return name(*level);
    if (const auto* number = std::get_if<double>(&value))
        return *number;
    return std::get<std::int64_t>(value);
}

class RecordWriter
{
public:
    /// Base 128, the least significant bits first; all but the last byte have bit 7 set.
    void number(std::uint64_t value)
    {
        while (value >= 0x80) {
            byte(value | 0x80);
            value >>= 7;
        }
        byte(value);
    }
    void wide(std::uint64_t value)
    {
        for (unsigned shift = 0; shift < 64; shift += 8)
            byte(value >> shift);
    }
    [[nodiscard]] const std::vector<std::byte>& bytes() const { return m_bytes; }

private:
    void byte(std::uint64_t value) { m_bytes.push_back(static_cast<std::byte>(value & 0xFF)); }

    std::vector<std::byte> m_bytes;
};

std::string encode(const std::vector<engine::TraceRecord>& records)
{
    RecordWriter writer;
    std::int64_t last = 0;
    for (const engine::TraceRecord& record : records) {
        const std::int64_t time = engine::toNanoseconds(record.time);
        writer.number(static_cast<std::uint64_t>(time - last));
        last = time;
        const std::uint64_t signal = std::uint64_t{record.signal} << 2U;
        if (const auto* level = std::get_if<Level>(&record.value)) {
            writer.number(signal | codeOf(*level));
            continue;
        }
        writer.number(signal | kIsWide);
        const auto* number = std::get_if<double>(&record.value);
        writer.wide(number != nullptr
                        ? std::bit_cast<std::uint64_t>(*number)
                        : static_cast<std::uint64_t>(std::get<std::int64_t>(record.value)));
    }
    return toBase64(writer.bytes());
}

Value toJson(const SignalRecording& recording)
{
    Value signals = Value::array();
    for (const engine::TraceSignal& signal : recording.signals)
        signals.push_back({{"name", signal.name},
                           {"unit", signal.unit},
                           {"type", typeOf(signal.first)},
                           {"first", toJson(signal.first)}});
    return {{"isOn", recording.isOn},
            {"begin", engine::toNanoseconds(recording.begin)},
            {"end", engine::toNanoseconds(recording.end)},
            {"first", recording.first},
            {"records", recording.records},
            {"signals", std::move(signals)}};
}

} // namespace

Result<Value> signalRecord(const Call& call)
{
    SignalsTarget& signals = call.target().signals();
    const auto patterns = call.params.at("signals").get<std::vector<std::string>>();
    if (auto begun = signals.record(patterns, call.numberOr("capacity", kDefaultCapacity)); !begun)
        return fail(begun.error());
    return toJson(signals.recording());
}

Result<Value> signalStop(const Call& call)
{
    call.target().signals().stop();
    return nothing({});
}

Result<Value> signalList(const Call& call)
{
    return toJson(call.target().signals().recording());
}

Result<Value> signalRead(const Call& call)
{
    SignalsTarget& signals = call.target().signals();
    const engine::TracePage page =
        signals.page(call.numberOr<std::uint64_t>("from", 0), call.numberOr("limit", kDefaultPage));
    return Value{{"next", page.next},
                 {"missed", page.missed},
                 {"count", page.records.size()},
                 {"end", engine::toNanoseconds(signals.recording().end)},
                 {"records", encode(page.records)}};
}

} // namespace perisphere::control
