#include "models/memory_history.hpp"

#include "models/apps_model.hpp"

#include <algorithm>

namespace perisphere::studio
{

void MemoryHistory::add(const App& app, qint64 time)
{
    if (!app.memory)
        return;
    MemoryCurve& curve = m_curves[app.componentId];
    const bool isNewRun = app.memoryPeak.value_or(0) < curve.ownPeak;
    if (isNewRun || (!curve.samples.empty() && time < curve.samples.back().time))
        curve = {}; // the device started again, or the app did
    if (!curve.samples.empty() && curve.samples.back().time == time)
        curve.samples.pop_back(); // time stands still
    curve.samples.push_back({time, *app.memory});
    if (curve.samples.size() > kMaxSamples)
        curve.samples.pop_front();
    curve.limit = app.memoryLimit.value_or(0);
    curve.ownPeak = app.memoryPeak.value_or(0);
    curve.peak = std::max(curve.peak, *app.memory);
}

const MemoryCurve* MemoryHistory::find(const QString& componentId) const
{
    const auto found = m_curves.find(componentId);
    return found == m_curves.end() ? nullptr : &found->second;
}

} // namespace perisphere::studio
