#include "signals/signal_search.hpp"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <array>
#include <cmath>

namespace perisphere::studio
{
namespace
{

/// The first index of [0, count) in that direction for which `isHit` is true; `after` is the first
/// one whose time is after where one looks from, `before` the number of those before it.
template <class F>
std::optional<std::size_t> scan(std::size_t before, std::size_t after, std::size_t count,
                                SearchDirection direction, const F& isHit)
{
    if (direction == SearchDirection::Next) {
        for (std::size_t i = after; i < count; ++i)
            if (isHit(i))
                return i;
    } else {
        for (std::size_t i = before; i > 0; --i)
            if (isHit(i - 1))
                return i - 1;
    }
    return std::nullopt;
}

bool isWanted(const Track& track, std::size_t index, SearchedEdge edge)
{
    const TrackLevel level = track.levels[index];
    switch (edge) {
    case SearchedEdge::Any:
        return true;
    case SearchedEdge::Rising:
        return level == TrackLevel::High;
    case SearchedEdge::Falling:
        return level == TrackLevel::Low;
    }
    return false;
}

/// nullopt: it is a text.
std::optional<std::vector<std::uint8_t>> bytesOf(const QString& text)
{
    static const QRegularExpression kByte(QStringLiteral("^(0x)?[0-9a-f]{1,2}$"),
                                          QRegularExpression::CaseInsensitiveOption);
    constexpr int kBase = 16;
    std::vector<std::uint8_t> bytes;
    for (const QString& word : text.split(' ', Qt::SkipEmptyParts)) {
        const bool isPlain = !word.startsWith(QStringLiteral("0x"), Qt::CaseInsensitive);
        if (!kByte.match(word).hasMatch() || (isPlain && word.size() != 2))
            return std::nullopt;
        bytes.push_back(static_cast<std::uint8_t>(word.toUInt(nullptr, kBase)));
    }
    return bytes;
}

} // namespace

std::optional<SearchHit> findEdge(const Track& track, SearchedEdge edge, std::int64_t from,
                                  SearchDirection direction)
{
    if (track.kind != TrackKind::Level)
        return std::nullopt;
    const auto found =
        scan(track.countUntil(from - 1), track.countUntil(from), track.times.size(), direction,
             [&](std::size_t index) { return isWanted(track, index, edge); });
    if (!found)
        return std::nullopt;
    return SearchHit{.begin = track.times[*found], .end = track.times[*found]};
}

std::optional<SearchHit> findPulse(const Track& track, SearchedPulse pulse, double nanoseconds,
                                   std::int64_t from, SearchDirection direction)
{
    if (track.kind != TrackKind::Level || track.times.size() < 2)
        return std::nullopt;
    const std::size_t count = track.times.size() - 1; // the last one has no end
    const auto found = scan(
        std::min(track.countUntil(from - 1), count), track.countUntil(from), count, direction,
        [&](std::size_t index) {
            const auto length = static_cast<double>(track.times[index + 1] - track.times[index]);
            return pulse == SearchedPulse::Shorter ? length < nanoseconds : length > nanoseconds;
        });
    if (!found)
        return std::nullopt;
    return SearchHit{.begin = track.times[*found], .end = track.times[*found + 1]};
}

SaidPattern::SaidPattern(const QString& text)
{
    const QString trimmed = text.trimmed();
    const bool isQuoted = trimmed.size() > 2 && trimmed.startsWith('"') && trimmed.endsWith('"');
    if (!isQuoted)
        if (auto bytes = bytesOf(trimmed)) {
            m_bytes = *std::move(bytes);
            return;
        }
    const QByteArray spelt = (isQuoted ? trimmed.mid(1, trimmed.size() - 2) : trimmed).toUtf8();
    m_bytes.assign(spelt.begin(), spelt.end());
    if (!isQuoted)
        m_shown = trimmed;
}

std::optional<SearchHit> SaidPattern::at(const std::vector<Annotation>& said,
                                         std::size_t index) const
{
    const Annotation& first = said[index];
    if (!m_shown.isEmpty() && first.text.contains(m_shown, Qt::CaseInsensitive))
        return SearchHit{.begin = first.begin, .end = first.end};
    if (m_bytes.empty() || m_bytes.size() > said.size() - index)
        return std::nullopt;
    for (std::size_t i = 0; i < m_bytes.size(); ++i)
        if (said[index + i].byte != m_bytes[i])
            return std::nullopt;
    return SearchHit{.begin = first.begin, .end = said[index + m_bytes.size() - 1].end};
}

std::optional<SearchHit> SaidPattern::find(const std::vector<Annotation>& said, std::int64_t from,
                                           SearchDirection direction) const
{
    const auto before = static_cast<std::size_t>(
        std::ranges::lower_bound(said, from, {}, &Annotation::begin) - said.begin());
    const auto after = static_cast<std::size_t>(
        std::ranges::upper_bound(said, from, {}, &Annotation::begin) - said.begin());
    const auto found = scan(before, after, said.size(), direction,
                            [&](std::size_t index) { return at(said, index).has_value(); });
    return found ? at(said, *found) : std::nullopt;
}

std::optional<double> nanosecondsOf(const QString& text)
{
    static const QRegularExpression kDuration(
        QStringLiteral("^\\s*([0-9]*\\.?[0-9]+)\\s*(ns|us|µs|μs|ms|s|)\\s*$"));
    const auto match = kDuration.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    static const std::array<std::pair<QString, double>, 3> kUnits{
        {{QStringLiteral("ns"), 1}, {QStringLiteral("ms"), 1e6}, {QStringLiteral("s"), 1e9}}};
    const QString unit = match.captured(2);
    const auto* const found = std::ranges::find(kUnits, unit, &std::pair<QString, double>::first);
    constexpr double kMicrosecond = 1e3;
    return match.captured(1).toDouble() * (found == kUnits.end() ? kMicrosecond : found->second);
}

} // namespace perisphere::studio
