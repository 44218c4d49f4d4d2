// What one looks for in signals: an edge, a pulse of a length, something that is said on a bus.
#pragma once

#include "signals/decoders/annotation.hpp"
#include "signals/signal_store.hpp"

#include <QString>

#include <cstdint>
#include <optional>
#include <vector>

namespace perisphere::studio
{

enum class SearchDirection : std::uint8_t { Next, Previous };
enum class SearchedEdge : std::uint8_t { Any, Rising, Falling };
enum class SearchedPulse : std::uint8_t { Shorter, Longer };

/// Where it is; edges have no length.
struct SearchHit {
    std::int64_t begin = 0;
    std::int64_t end = 0;
    bool operator==(const SearchHit&) const = default;
};

/// Each looks for what begins after `from`, or before it. In tracks of levels only.
[[nodiscard]] std::optional<SearchHit> findEdge(const Track& track, SearchedEdge edge,
                                                std::int64_t from, SearchDirection direction);
/// Of either level, between two changes.
[[nodiscard]] std::optional<SearchHit> findPulse(const Track& track, SearchedPulse pulse,
                                                 double nanoseconds, std::int64_t from,
                                                 SearchDirection direction);

/// What is looked for in what is said: "4F 12" or "0x4F" is bytes in a row, anything else a text
/// that bytes spell or that an annotation shows, such as "3C W" or "framing"; in double quotes it
/// is only what bytes spell.
class SaidPattern
{
public:
    explicit SaidPattern(const QString& text);

    [[nodiscard]] bool isEmpty() const { return m_bytes.empty() && m_shown.isEmpty(); }
    [[nodiscard]] std::optional<SearchHit> find(const std::vector<Annotation>& said,
                                                std::int64_t from, SearchDirection direction) const;

private:
    [[nodiscard]] std::optional<SearchHit> at(const std::vector<Annotation>& said,
                                              std::size_t index) const;

    std::vector<std::uint8_t> m_bytes;
    QString m_shown;
};

/// "1.5 ms", "20us", "300 ns"; a number alone is microseconds. nullopt: it is no duration.
[[nodiscard]] std::optional<double> nanosecondsOf(const QString& text);

} // namespace perisphere::studio
