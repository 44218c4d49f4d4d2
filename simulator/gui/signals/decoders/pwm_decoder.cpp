#include "signals/decoders/decoder_text.hpp"
#include "signals/decoders/decoders.hpp"
#include "signals/decoders/table.hpp"

#include <QCoreApplication>

#include <cmath>

namespace perisphere::studio
{
namespace
{

/// From a rise to the next one.
struct PwmPeriod {
    std::int64_t begin = 0;
    std::int64_t length = 0;
    std::int64_t high = 0;

    [[nodiscard]] bool isLike(const PwmPeriod& other, double tolerance) const
    {
        const double most = tolerance * static_cast<double>(length);
        return std::abs(static_cast<double>(length - other.length)) <= most &&
               std::abs(static_cast<double>(high - other.high)) <= most;
    }
};

std::vector<PwmPeriod> pwmPeriods(const Track& line)
{
    std::vector<PwmPeriod> periods;
    std::optional<std::int64_t> rise;
    std::optional<std::int64_t> fall;
    for (std::size_t i = 0; i < line.times.size(); ++i) {
        const std::int64_t time = line.times[i];
        if (line.levels[i] != TrackLevel::High) {
            if (rise && !fall)
                fall = time;
            continue;
        }
        if (rise && fall)
            periods.push_back({.begin = *rise, .length = time - *rise, .high = *fall - *rise});
        rise = time;
        fall.reset();
    }
    return periods;
}

QString frequencyText(double hertz)
{
    constexpr double kKilo = 1e3;
    constexpr double kMega = 1e6;
    constexpr int kDigits = 4;
    if (hertz >= kMega)
        return QStringLiteral("%1 MHz").arg(hertz / kMega, 0, 'g', kDigits);
    if (hertz >= kKilo)
        return QStringLiteral("%1 kHz").arg(hertz / kKilo, 0, 'g', kDigits);
    return QStringLiteral("%1 Hz").arg(hertz, 0, 'g', kDigits);
}

} // namespace

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
        return PwmSight{.hertz = kDecodedNanoseconds / period,
                        .duty = static_cast<double>(*fall - at) / period};
    }
    return std::nullopt;
}

Annotations decodePwm(const Track& line, double tolerance)
{
    Annotations said;
    if (line.kind != TrackKind::Level)
        return said;
    const std::vector<PwmPeriod> periods = pwmPeriods(line);
    for (std::size_t first = 0; first < periods.size();) {
        // With the first of the span, so that what drifts does not pass for what stays.
        std::size_t next = first + 1;
        while (next < periods.size() && periods[next].isLike(periods[first], tolerance))
            ++next;
        const PwmPeriod& last = periods[next - 1];
        const std::int64_t end = last.begin + last.length;
        const auto count = static_cast<double>(next - first);
        const auto span = static_cast<double>(end - periods[first].begin);
        double high = 0;
        for (std::size_t i = first; i < next; ++i)
            high += static_cast<double>(periods[i].high);
        said.push_back({.begin = periods[first].begin,
                        .end = end,
                        .text = QStringLiteral("%1 %2 %")
                                    .arg(frequencyText(kDecodedNanoseconds * count / span))
                                    .arg(100 * high / span, 0, 'f', 1)});
        first = next;
    }
    return said;
}

Decoder pwmDecoder()
{
    return {.name = QStringLiteral("PWM"),
            .inputs = {{.title = QCoreApplication::translate("Decoder", "Line"), .words = {"PWM"}}},
            .choices = {{.title = QCoreApplication::translate("Decoder", "Alike within"),
                         .values = {"1 %", "0.1 %", "5 %"}}},
            .decode = [](std::span<const Track* const> inputs, std::span<const QString> choices) {
                constexpr double kHundred = 100;
                return decodePwm(*inputs[0], choices[0].section(' ', 0, 0).toDouble() / kHundred);
            }};
}

} // namespace perisphere::studio
