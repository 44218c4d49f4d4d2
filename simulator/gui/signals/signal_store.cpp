#include "signals/signal_store.hpp"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>

namespace perisphere::studio
{
namespace
{

class RecordReader
{
public:
    explicit RecordReader(const QByteArray& bytes)
        : m_bytes(bytes)
    {
    }

    [[nodiscard]] bool isAtEnd() const { return m_at == m_bytes.size(); }
    [[nodiscard]] qsizetype at() const { return m_at; }

    /// Base 128, the least significant bits first.
    std::optional<std::uint64_t> number()
    {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const auto byte = next();
            if (!byte)
                return std::nullopt;
            value |= std::uint64_t{*byte & 0x7FU} << shift;
            if ((*byte & 0x80U) == 0)
                return value;
        }
        return std::nullopt;
    }
    std::optional<std::uint64_t> wide()
    {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 8) {
            const auto byte = next();
            if (!byte)
                return std::nullopt;
            value |= std::uint64_t{*byte} << shift;
        }
        return value;
    }

private:
    std::optional<unsigned> next()
    {
        if (isAtEnd())
            return std::nullopt;
        return static_cast<unsigned char>(m_bytes[m_at++]);
    }

    const QByteArray& m_bytes;
    qsizetype m_at = 0;
};

constexpr std::uint64_t kIsWide = 3;

/// One value; false for what does not suit the track.
bool takeValue(Track& track, std::uint64_t code, RecordReader& reader, std::int64_t time)
{
    if (code != kIsWide) {
        if (track.kind != TrackKind::Level)
            return false;
        track.add(time, static_cast<TrackLevel>(code));
        return true;
    }
    const auto bits = reader.wide();
    if (!bits || track.kind != TrackKind::Value)
        return false;
    const double value = track.isInteger ? static_cast<double>(static_cast<std::int64_t>(*bits))
                                         : std::bit_cast<double>(*bits);
    track.add(time, value);
    return true;
}

/// countUntil() of a time, where it is known that it is `at` at the least: what is near is found in
/// few steps, in memory that was just used.
std::size_t countFrom(const Track& track, std::size_t at, std::int64_t time)
{
    const auto& times = track.times;
    std::size_t step = 1;
    std::size_t beyond = at;
    while (beyond < times.size() && times[beyond] <= time) {
        at = beyond + 1;
        beyond += step;
        step *= 2;
    }
    const auto first = times.begin() + static_cast<std::ptrdiff_t>(at);
    const auto last = times.begin() + static_cast<std::ptrdiff_t>(std::min(beyond, times.size()));
    return static_cast<std::size_t>(std::upper_bound(first, last, time) - times.begin());
}

std::int64_t endOf(std::int64_t begin, double nanosecondsPerColumn, int column)
{
    return begin + static_cast<std::int64_t>(std::llround(nanosecondsPerColumn * (column + 1)));
}

} // namespace

std::size_t Track::countUntil(std::int64_t time) const
{
    return static_cast<std::size_t>(std::ranges::upper_bound(times, time) - times.begin());
}

void Track::add(std::int64_t time, TrackLevel level)
{
    times.push_back(time);
    levels.push_back(level);
}

void Track::add(std::int64_t time, double value)
{
    const double shown = std::isfinite(value) ? value : 0;
    if (values.size() % kBlock == 0)
        blocks.push_back({.least = shown, .most = shown});
    Extent& block = blocks.back();
    block.least = std::min(block.least, shown);
    block.most = std::max(block.most, shown);
    times.push_back(time);
    values.push_back(shown);
}

void Track::extend(Extent& extent, std::size_t first, std::size_t last) const
{
    const auto take = [&](double least, double most) {
        extent.least = std::min(extent.least, least);
        extent.most = std::max(extent.most, most);
    };
    while (first < last)
        if (first % kBlock == 0 && last - first >= kBlock) {
            const Extent& block = blocks[first / kBlock];
            take(block.least, block.most);
            first += kBlock;
        } else {
            take(values[first], values[first]);
            ++first;
        }
}

void SignalStore::reset(std::vector<Track> tracks, std::int64_t begin)
{
    m_tracks = std::move(tracks);
    m_begin = begin;
    m_end = begin;
    m_missed = 0;
    m_records = 0;
    for (const Track& track : m_tracks)
        m_records += track.times.size();
}

std::optional<QString> SignalStore::append(const QByteArray& packed)
{
    RecordReader reader(packed);
    std::int64_t time = 0;
    while (!reader.isAtEnd()) {
        const qsizetype begin = reader.at();
        const auto broken = [&] {
            return QCoreApplication::translate("SignalStore",
                                               "byte %1 of the records is not as it should be")
                .arg(begin);
        };
        const auto after = reader.number();
        const auto which = reader.number();
        if (!after || !which || *which >> 2U >= m_tracks.size() ||
            *after > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max() - time))
            return broken();
        time += static_cast<std::int64_t>(*after);
        Track& track = m_tracks[*which >> 2U];
        if (!track.times.empty() && time < track.times.back())
            return broken();
        if (!takeValue(track, *which & kIsWide, reader, time))
            return broken();
        ++m_records;
        m_end = std::max(m_end, time);
    }
    return std::nullopt;
}

std::vector<LevelColumn> levelColumns(const Track& track, std::int64_t begin,
                                      double nanosecondsPerColumn, int count)
{
    std::vector<LevelColumn> columns(static_cast<std::size_t>(std::max(count, 0)));
    std::size_t before = track.countUntil(begin - 1);
    for (int i = 0; i < count; ++i) {
        const std::int64_t end = endOf(begin, nanosecondsPerColumn, i);
        // Where the next change is beyond, which is most columns of a quiet signal, no search.
        const std::size_t now = before < track.times.size() && track.times[before] < end
                                    ? countFrom(track, before, end - 1)
                                    : before;
        columns[static_cast<std::size_t>(i)] = {.begin = track.levelAfter(before),
                                                .end = track.levelAfter(now),
                                                .changes = now - before};
        before = now;
    }
    return columns;
}

std::vector<ValueColumn> valueColumns(const Track& track, std::int64_t begin,
                                      double nanosecondsPerColumn, int count)
{
    std::vector<ValueColumn> columns(static_cast<std::size_t>(std::max(count, 0)));
    std::size_t at = track.countUntil(begin - 1);
    for (int i = 0; i < count; ++i) {
        const std::int64_t end = endOf(begin, nanosecondsPerColumn, i);
        const double before = track.valueAfter(at);
        Track::Extent extent{.least = before, .most = before};
        if (at < track.times.size() && track.times[at] < end) {
            const std::size_t now = countFrom(track, at, end - 1);
            track.extend(extent, at, now);
            at = now;
        }
        columns[static_cast<std::size_t>(i)] = {
            .least = extent.least, .most = extent.most, .end = track.valueAfter(at)};
    }
    return columns;
}

std::optional<std::int64_t> nextChange(const Track& track, std::int64_t time)
{
    const std::size_t at = track.countUntil(time);
    return at < track.times.size() ? std::optional(track.times[at]) : std::nullopt;
}

std::optional<std::int64_t> previousChange(const Track& track, std::int64_t time)
{
    const std::size_t at = track.countUntil(time - 1);
    return at > 0 ? std::optional(track.times[at - 1]) : std::nullopt;
}

QString durationText(double nanoseconds)
{
    struct Unit {
        double nanoseconds;
        const char* symbol;
    };
    static constexpr std::array<Unit, 4> kUnits{{{1e9, "s"}, {1e6, "ms"}, {1e3, "µs"}, {1, "ns"}}};
    const double size = std::abs(nanoseconds);
    for (const Unit& unit : kUnits)
        if (size >= unit.nanoseconds || unit.nanoseconds == 1)
            return QStringLiteral("%1 %2")
                .arg(nanoseconds / unit.nanoseconds, 0, 'g', 6)
                .arg(QString::fromUtf8(unit.symbol));
    return {};
}

} // namespace perisphere::studio
