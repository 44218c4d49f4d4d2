#include "signals/vcd_file.hpp"

#include "perisphere/engine/trace.hpp"
#include "perisphere/engine/vcd_reader.hpp"

#include <QCoreApplication>
#include <QFile>
#include <QSaveFile>

#include <cmath>
#include <utility>

namespace perisphere::studio
{
namespace
{

engine::Level levelOf(TrackLevel level)
{
    switch (level) {
    case TrackLevel::High:
        return engine::Level::High;
    case TrackLevel::Low:
        return engine::Level::Low;
    case TrackLevel::Floating:
        break;
    }
    return engine::Level::Floating;
}

engine::TraceValue valueOf(const Track& track, std::size_t count)
{
    if (track.kind == TrackKind::Level)
        return levelOf(track.levelAfter(count));
    if (track.isInteger)
        return static_cast<std::int64_t>(std::llround(track.valueAfter(count)));
    return track.valueAfter(count);
}

engine::Trace traceOf(const SignalStore& store)
{
    engine::Trace trace{.begin = engine::atNanoseconds(store.begin()),
                        .end = engine::atNanoseconds(store.end()),
                        .dropped = store.missed(),
                        .signals = {},
                        .records = {}};
    for (std::size_t i = 0; i < store.tracks().size(); ++i) {
        const Track& track = store.tracks()[i];
        trace.signals.push_back(
            {track.name.toStdString(), track.unit.toStdString(), valueOf(track, 0)});
        for (std::size_t at = 0; at < track.times.size(); ++at)
            trace.records.push_back({engine::atNanoseconds(track.times[at]),
                                     static_cast<std::uint32_t>(i), valueOf(track, at + 1)});
    }
    std::ranges::stable_sort(trace.records, {}, &engine::TraceRecord::time);
    return trace;
}

TrackLevel trackLevelOf(engine::Level level)
{
    switch (level) {
    case engine::Level::High:
        return TrackLevel::High;
    case engine::Level::Low:
        return TrackLevel::Low;
    case engine::Level::Floating:
        break;
    }
    return TrackLevel::Floating;
}

/// What the dump begins with is no change.
class TrackBuilder final : public engine::VcdVisitor
{
public:
    void variable(const engine::VcdVariable& variable) override
    {
        const bool isLevel = !variable.isReal && variable.width == 1;
        Track track;
        track.name = QString::fromStdString(variable.name);
        track.kind = isLevel ? TrackKind::Level : TrackKind::Value;
        track.isInteger = variable.isInteger;
        m_tracks.push_back(std::move(track));
    }
    void level(std::size_t variable, std::int64_t time, engine::Level level) override
    {
        Track& track = m_tracks[variable];
        if (isFirst(track, time))
            track.firstLevel = trackLevelOf(level);
        else
            track.add(time, trackLevelOf(level));
    }
    void value(std::size_t variable, std::int64_t time, double value) override
    {
        Track& track = m_tracks[variable];
        if (isFirst(track, time))
            track.firstValue = value;
        else
            track.add(time, value);
    }
    void end(std::int64_t time) override { m_end = time; }

    void moveTo(SignalStore& store)
    {
        store.reset(std::move(m_tracks), m_begin.value_or(0));
        store.setEnd(m_end);
    }

private:
    bool isFirst(const Track& track, std::int64_t time)
    {
        if (!m_begin)
            m_begin = time;
        return time == *m_begin && track.times.empty();
    }

    std::vector<Track> m_tracks;
    std::optional<std::int64_t> m_begin;
    std::int64_t m_end = 0;
};

QString said(const QString& path, const QString& why)
{
    return QCoreApplication::translate("VcdFile", "%1: %2").arg(path, why);
}

} // namespace

std::optional<QString> saveVcd(const SignalStore& store, const QString& path)
{
    QSaveFile file(path);
    const QByteArray text = QByteArray::fromStdString(engine::toVcd(traceOf(store)));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
        return said(path, file.errorString());
    return std::nullopt;
}

std::optional<QString> loadVcd(SignalStore& store, const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return said(path, file.errorString());
    const qint64 bytes = file.size();
    const auto* const mapped = bytes == 0 ? nullptr : file.map(0, bytes);
    if (mapped == nullptr && bytes != 0)
        return said(path, file.errorString());
    TrackBuilder builder;
    const auto read =
        engine::readVcd({reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(bytes)},
                        path.toStdString(), builder);
    if (!read)
        return QString::fromStdString(read.error().toString());
    builder.moveTo(store);
    return std::nullopt;
}

} // namespace perisphere::studio
