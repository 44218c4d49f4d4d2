// What signals did, as the device's logic analyser told it: a list of changes for each.
#pragma once

#include <QByteArray>
#include <QString>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace perisphere::studio
{

enum class TrackKind : std::uint8_t { Level, Value };
enum class TrackLevel : std::uint8_t { Low, High, Floating };

/// Times are nanoseconds, ascending; several changes may have the same.
struct Track {
    QString name;
    QString unit;
    TrackKind kind = TrackKind::Level;
    bool isInteger = false; ///< of values
    TrackLevel firstLevel = TrackLevel::Floating;
    double firstValue = 0;
    std::vector<std::int64_t> times;
    std::vector<TrackLevel> levels; ///< of Level tracks, one for each time
    std::vector<double> values;     ///< of Value tracks, one for each time

    /// The least and the most of `kBlock` values, so that what is in sight from afar is not looked
    /// at one by one.
    struct Extent {
        double least = 0;
        double most = 0;
    };
    static constexpr std::size_t kBlock = 256;
    std::vector<Extent> blocks; ///< the last one may be of fewer

    void add(std::int64_t time, TrackLevel level);
    void add(std::int64_t time, double value);
    /// Of the values with the numbers [first, last).
    void extend(Extent& extent, std::size_t first, std::size_t last) const;

    /// How many changes are not after that time.
    [[nodiscard]] std::size_t countUntil(std::int64_t time) const;
    [[nodiscard]] TrackLevel levelAfter(std::size_t count) const
    {
        return count == 0 ? firstLevel : levels[count - 1];
    }
    [[nodiscard]] double valueAfter(std::size_t count) const
    {
        return count == 0 ? firstValue : values[count - 1];
    }
};

/// What one column of pixels has to show of a track.
struct LevelColumn {
    TrackLevel begin = TrackLevel::Floating;
    TrackLevel end = TrackLevel::Floating;
    std::size_t changes = 0;
};
struct ValueColumn {
    double least = 0;
    double most = 0;
    double end = 0;
};

class SignalStore
{
public:
    void reset(std::vector<Track> tracks, std::int64_t begin);

    /// Records as signal.read packs them (docs/simulator/control-reference.md). @return what is
    /// wrong with them, in which case what is in front of it has been taken
    [[nodiscard]] std::optional<QString> append(const QByteArray& packed);
    void setEnd(std::int64_t end) { m_end = std::max(end, m_end); }
    /// Some have left the recording before they could be read.
    void noteMissed(std::uint64_t records) { m_missed += records; }

    [[nodiscard]] const std::vector<Track>& tracks() const { return m_tracks; }
    [[nodiscard]] std::int64_t begin() const { return m_begin; }
    [[nodiscard]] std::int64_t end() const { return m_end; }
    [[nodiscard]] std::uint64_t missed() const { return m_missed; }
    [[nodiscard]] std::size_t records() const { return m_records; }

private:
    std::vector<Track> m_tracks;
    std::int64_t m_begin = 0;
    std::int64_t m_end = 0;
    std::uint64_t m_missed = 0;
    std::size_t m_records = 0;
};

/// `count` columns of equal length from `begin` on; its time hardly grows with the number of
/// changes.
[[nodiscard]] std::vector<LevelColumn> levelColumns(const Track& track, std::int64_t begin,
                                                    double nanosecondsPerColumn, int count);
[[nodiscard]] std::vector<ValueColumn> valueColumns(const Track& track, std::int64_t begin,
                                                    double nanosecondsPerColumn, int count);

/// The first change after `time`, or the last one before it.
[[nodiscard]] std::optional<std::int64_t> nextChange(const Track& track, std::int64_t time);
[[nodiscard]] std::optional<std::int64_t> previousChange(const Track& track, std::int64_t time);

/// "1.5 ms", with as many digits as tell.
[[nodiscard]] QString durationText(double nanoseconds);

} // namespace perisphere::studio
