#include "signals/decoders.hpp"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <limits>

namespace perisphere::studio
{
namespace
{

constexpr double kPerSecond = 1e9;

bool isHigh(const Track& track, std::int64_t time)
{
    return track.levelAfter(track.countUntil(time)) != TrackLevel::Low;
}

QString hexadecimal(unsigned byte)
{
    return QStringLiteral("%1").arg(byte, 2, 16, QLatin1Char('0')).toUpper();
}

QString byteText(unsigned byte)
{
    constexpr unsigned kSpace = 0x20;
    constexpr unsigned kDelete = 0x7F;
    return byte > kSpace && byte < kDelete
               ? QStringLiteral("%1 '%2'").arg(hexadecimal(byte)).arg(QChar(byte))
               : hexadecimal(byte);
}

std::optional<std::uint8_t> byteOf(unsigned bits)
{
    return static_cast<std::uint8_t>(bits & 0xFFU);
}

/// Bits of a byte, most significant first.
struct Shift {
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

std::vector<Annotation> decodeUart(const Track& line, unsigned baudRate)
{
    std::vector<Annotation> said;
    if (line.kind != TrackKind::Level || baudRate == 0)
        return said;
    const double bit = kPerSecond / baudRate;
    constexpr int kBits = 8;
    std::int64_t from = std::numeric_limits<std::int64_t>::min();
    for (std::size_t i = 0; i < line.times.size(); ++i) {
        const std::int64_t start = line.times[i];
        if (start < from || line.levels[i] != TrackLevel::Low)
            continue;
        const auto sample = [&](double bits) {
            return isHigh(line, start + static_cast<std::int64_t>(std::llround(bits * bit)));
        };
        if (sample(0.5))
            continue; // a glitch
        unsigned byte = 0;
        for (int at = 0; at < kBits; ++at)
            byte |= sample(1.5 + at) ? 1U << static_cast<unsigned>(at) : 0U;
        const bool isStopped = sample(1.5 + kBits);
        const auto end = start + static_cast<std::int64_t>(std::llround((kBits + 2) * bit));
        said.push_back({.begin = start,
                        .end = end,
                        .text = isStopped ? byteText(byte)
                                          : QCoreApplication::translate("Decoder", "framing error"),
                        .isError = !isStopped,
                        .byte = isStopped ? byteOf(byte) : std::nullopt});
        from = start + static_cast<std::int64_t>(std::llround((kBits + 1.5) * bit));
    }
    return said;
}

std::vector<Annotation> decodeI2c(const Track& clock, const Track& data)
{
    std::vector<Annotation> said;
    if (clock.kind != TrackKind::Level || data.kind != TrackKind::Level)
        return said;
    constexpr int kBitsWithAcknowledgement = 9;
    Shift shift;
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
            isAddress ? QStringLiteral("%1 %2").arg(hexadecimal(byte >> 1U),
                                                    (byte & 1U) != 0 ? QStringLiteral("R")
                                                                     : QStringLiteral("W"))
                      : hexadecimal(byte);
        said.push_back(
            {.begin = shift.begin,
             .end = time,
             .text = text + (isAcknowledged ? QStringLiteral(" A") : QStringLiteral(" N")),
             .isError = isAddress && !isAcknowledged,
             .byte = isAddress ? std::nullopt : byteOf(byte)});
        isAddress = false;
        shift = {};
    }
    return said;
}

std::vector<Annotation> decodeSpi(const Track& clock, const Track& data)
{
    std::vector<Annotation> said;
    if (clock.kind != TrackKind::Level || data.kind != TrackKind::Level)
        return said;
    constexpr int kBits = 8;
    constexpr int kPause = 4; // of so many clocks begins a byte anew
    Shift shift;
    std::int64_t last = 0;
    std::int64_t period = 0;
    for (std::size_t i = 0; i < clock.times.size(); ++i) {
        if (clock.levels[i] != TrackLevel::High)
            continue;
        const std::int64_t time = clock.times[i];
        if (shift.count > 0) {
            const std::int64_t since = time - last;
            if (period != 0 && since > kPause * period)
                shift = {};
            else
                period = period == 0 ? since : std::min(period, since);
        }
        last = time;
        shift.add(isHigh(data, time), time);
        if (shift.count < kBits)
            continue;
        said.push_back({.begin = shift.begin,
                        .end = time,
                        .text = hexadecimal(shift.bits & 0xFFU),
                        .isError = false,
                        .byte = byteOf(shift.bits)});
        shift = {};
    }
    return said;
}

std::optional<PwmSight> measurePwm(const Track& line, std::int64_t time)
{
    if (line.kind != TrackKind::Level)
        return std::nullopt;
    // Back over two rises, and the fall between them.
    std::optional<std::int64_t> rise;
    std::optional<std::int64_t> fall;
    for (std::size_t i = line.countUntil(time); i > 0; --i) {
        const bool isRise = line.levels[i - 1] == TrackLevel::High;
        const std::int64_t at = line.times[i - 1];
        if (!isRise) {
            if (rise && !fall)
                fall = at;
            continue;
        }
        if (!rise) {
            rise = at;
            continue;
        }
        if (!fall || *rise == at)
            return std::nullopt;
        const auto period = static_cast<double>(*rise - at);
        return PwmSight{.hertz = kPerSecond / period,
                        .duty = static_cast<double>(*fall - at) / period};
    }
    return std::nullopt;
}

} // namespace perisphere::studio
