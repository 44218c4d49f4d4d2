#include "signals/decoders/decoder_text.hpp"
#include "signals/decoders/decoders.hpp"
#include "signals/decoders/table.hpp"

#include <QCoreApplication>

#include <algorithm>

namespace perisphere::studio
{
namespace
{

constexpr unsigned kSpiBits = 8;

/// A byte as it comes in, in either order.
struct SpiShift {
    unsigned bits = 0;
    unsigned count = 0;
    std::int64_t begin = 0;

    void add(bool bit, std::int64_t time, bool isLeastSignificantFirst)
    {
        if (count == 0)
            begin = time;
        const unsigned value = bit ? 1U : 0U;
        bits = isLeastSignificantFirst ? bits | value << count : bits << 1U | value;
        ++count;
    }
};

/// Whether a clock's edge belongs to what went before: without a line that selects, a pause ends
/// it.
class SpiPause
{
public:
    bool isAfterPause(std::int64_t time)
    {
        constexpr int kPeriods = 4;
        const std::int64_t since = time - m_last;
        const bool isFirst = !std::exchange(m_hasLast, true);
        m_last = time;
        if (isFirst)
            return false;
        if (m_period != 0 && since > kPeriods * m_period)
            return true;
        m_period = m_period == 0 ? since : std::min(m_period, since);
        return false;
    }

private:
    std::int64_t m_last = 0;
    std::int64_t m_period = 0;
    bool m_hasLast = false;
};

} // namespace

Annotations decodeSpi(const Track& clock, const Track& data, const Track* chipSelect,
                      const SpiFormat& format)
{
    Annotations said;
    if (clock.kind != TrackKind::Level || data.kind != TrackKind::Level)
        return said;
    const bool isIdleHigh = (format.mode & 2U) != 0;
    const bool isSecondEdge = (format.mode & 1U) != 0;
    // Modes 0 and 3 take a bit with the rising edge.
    const TrackLevel taken = isIdleHigh == isSecondEdge ? TrackLevel::High : TrackLevel::Low;
    SpiShift shift;
    SpiPause pause;
    std::size_t selections = 0;
    for (std::size_t i = 0; i < clock.times.size(); ++i) {
        const bool isEdge = clock.levels[i] == taken;
        if (!isEdge)
            continue;
        const std::int64_t time = clock.times[i];
        if (chipSelect != nullptr) {
            if (isDecodedHigh(*chipSelect, time) != format.isSelectedHigh)
                continue; // for another chip
            if (const std::size_t now = chipSelect->countUntil(time);
                std::exchange(selections, now) != now)
                shift = {};
        } else if (pause.isAfterPause(time)) {
            shift = {};
        }
        shift.add(isDecodedHigh(data, time), time, format.isLeastSignificantFirst);
        if (shift.count < kSpiBits)
            continue;
        said.push_back({.begin = shift.begin,
                        .end = time,
                        .text = decodedByte(shift.bits),
                        .byte = static_cast<std::uint8_t>(shift.bits)});
        shift = {};
    }
    return said;
}

Decoder spiDecoder()
{
    const auto text = [](const char* one) { return QCoreApplication::translate("Decoder", one); };
    return {.name = QStringLiteral("SPI"),
            .inputs = {{.title = text("Clock"), .words = {"SCLK", "SCK", "CLK"}},
                       {.title = text("Data"), .words = {"MOSI", "MISO"}},
                       {.title = text("Chip select"), .words = {"CS"}, .isOptional = true}},
            .choices = {{.title = text("Mode"), .values = {"0", "1", "2", "3"}},
                        {.title = text("First bit"),
                         .values = {text("most significant"), text("least significant")}},
                        {.title = text("Selected"), .values = {text("low"), text("high")}}},
            .decode = [](std::span<const Track* const> inputs, std::span<const QString> choices) {
                const auto isSecond = [](const QString& value, const char* second) {
                    return value == QCoreApplication::translate("Decoder", second);
                };
                return decodeSpi(
                    *inputs[0], *inputs[1], inputs[2],
                    {.mode = choices[0].toUInt(),
                     .isLeastSignificantFirst = isSecond(choices[1], "least significant"),
                     .isSelectedHigh = isSecond(choices[2], "high")});
            }};
}

} // namespace perisphere::studio
