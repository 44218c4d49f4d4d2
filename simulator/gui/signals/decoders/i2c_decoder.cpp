#include "signals/decoders/decoder_text.hpp"
#include "signals/decoders/decoders.hpp"
#include "signals/decoders/table.hpp"

#include <QCoreApplication>

namespace perisphere::studio
{
namespace
{

/// Bits of a byte and its acknowledgement, most significant first.
struct I2cShift {
    unsigned bits = 0;
    int count = 0;
    std::int64_t begin = 0;

    void add(bool bit, std::int64_t time)
    {
        if (count == 0)
            begin = time;
        bits = (bits << 1U | (bit ? 1U : 0U)) & 0x1FFU;
        ++count;
    }
};

} // namespace

Annotations decodeI2c(const Track& clock, const Track& data)
{
    Annotations said;
    if (clock.kind != TrackKind::Level || data.kind != TrackKind::Level)
        return said;
    constexpr int kBitsWithAcknowledgement = 9;
    I2cShift shift;
    bool isOpen = false;
    bool isAddress = false;
    std::size_t c = 0;
    std::size_t d = 0;
    bool clockIsHigh = clock.firstLevel != TrackLevel::Low;
    bool dataIsHigh = data.firstLevel != TrackLevel::Low;
    while (c < clock.times.size() || d < data.times.size()) {
        const bool isClock =
            d == data.times.size() || (c < clock.times.size() && clock.times[c] <= data.times[d]);
        if (!isClock) { // start and stop are changes of the data while the clock is high
            const std::int64_t time = data.times[d];
            const bool now = data.levels[d++] != TrackLevel::Low;
            if (clockIsHigh && now != dataIsHigh) {
                said.push_back({.begin = time,
                                .end = time,
                                .text = now      ? QStringLiteral("P")
                                        : isOpen ? QStringLiteral("Sr")
                                                 : QStringLiteral("S"),
                                .isError = false});
                isOpen = !now;
                isAddress = true;
                shift = {};
            }
            dataIsHigh = now;
            continue;
        }
        const std::int64_t time = clock.times[c];
        const bool now = clock.levels[c++] != TrackLevel::Low;
        if (now && !clockIsHigh && isOpen)
            shift.add(dataIsHigh, time);
        clockIsHigh = now;
        if (shift.count < kBitsWithAcknowledgement || now)
            continue;
        const bool isAcknowledged = (shift.bits & 1U) == 0;
        const unsigned byte = shift.bits >> 1U & 0xFFU;
        const QString text =
            isAddress ? QStringLiteral("%1 %2").arg(decodedByte(byte >> 1U),
                                                    (byte & 1U) != 0 ? QStringLiteral("R")
                                                                     : QStringLiteral("W"))
                      : decodedByte(byte);
        said.push_back(
            {.begin = shift.begin,
             .end = time,
             .text = text + (isAcknowledged ? QStringLiteral(" A") : QStringLiteral(" N")),
             .isError = isAddress && !isAcknowledged,
             .byte = isAddress ? std::nullopt : std::optional(static_cast<std::uint8_t>(byte))});
        isAddress = false;
        shift = {};
    }
    return said;
}

Decoder i2cDecoder()
{
    return {.name = QStringLiteral("I2C"),
            .inputs = {{.title = QCoreApplication::translate("Decoder", "Clock (SCL)"),
                        .words = {"SCL"}},
                       {.title = QCoreApplication::translate("Decoder", "Data (SDA)"),
                        .words = {"SDA"}}},
            .choices = {},
            .decode = [](std::span<const Track* const> inputs, std::span<const QString>) {
                return decodeI2c(*inputs[0], *inputs[1]);
            }};
}

} // namespace perisphere::studio
