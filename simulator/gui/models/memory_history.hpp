// How much memory an app has used, over the device's time.
#pragma once

#include <QString>

#include <deque>
#include <map>
#include <optional>

namespace perisphere::studio
{

struct App;

struct MemorySample {
    qint64 time = 0; ///< virtual, ns
    qint64 kibibytes = 0;
};

struct MemoryCurve {
    std::deque<MemorySample> samples; ///< ascending in time
    qint64 limit = 0;                 ///< KiB; 0: not known
    qint64 ownPeak = 0;               ///< most of its user memory, which the app can ask for
    qint64 peak = 0;                  ///< most of what was seen here
};

/// The newest samples of each app. One that starts anew begins a new curve.
class MemoryHistory
{
public:
    static constexpr std::size_t kMaxSamples = 1200;

    /// What an app says about itself now; nothing is added while it does not run.
    void add(const App& app, qint64 time);
    void clear() { m_curves.clear(); }
    /// nullptr: of that app nothing was seen.
    [[nodiscard]] const MemoryCurve* find(const QString& componentId) const;

private:
    std::map<QString, MemoryCurve> m_curves;
};

} // namespace perisphere::studio
