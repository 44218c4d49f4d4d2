#include "ratio_reporter.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <string_view>

namespace perisphere::bench
{
namespace
{

std::string seconds(double value)
{
    if (value < 1e-6)
        return fmt::format("{:.1f}ns", value * 1e9);
    if (value < 1e-3)
        return fmt::format("{:.2f}us", value * 1e6);
    if (value < 1)
        return fmt::format("{:.3f}ms", value * 1e3);
    return fmt::format("{:.3f}s", value);
}

} // namespace

bool RatioReporter::ReportContext(const Context& /*context*/)
{
    fmt::print("# name ours reference ratio (medians; a ratio under 1: ours is faster)\n");
    return true;
}

void RatioReporter::ReportRuns(const std::vector<Run>& runs)
{
    for (const Run& run : runs) {
        if (run.error_occurred) {
            fmt::print(stderr, "error: {}: {}\n", run.benchmark_name(), run.error_message);
            m_failed = true;
            continue;
        }
        if (run.run_type != Run::RT_Aggregate || run.aggregate_name != "median")
            continue;
        const std::string full = run.run_name.function_name;
        const std::size_t slash = full.rfind('/');
        const std::string name = full.substr(0, slash);
        const double time =
            run.GetAdjustedRealTime() / ::benchmark::GetTimeUnitMultiplier(run.time_unit);
        Pair& pair = m_pairs[name];
        (std::string_view(full).substr(slash + 1) == "ours" ? pair.ours : pair.reference) = time;
        if (pair.ours && pair.reference)
            fmt::print("{} {} {} {:.3f}\n", name, seconds(*pair.ours), seconds(*pair.reference),
                       *pair.ours / *pair.reference);
        std::fflush(stdout);
    }
}

bool RatioReporter::complete() const
{
    bool complete = !m_failed && !m_pairs.empty();
    for (const auto& [name, pair] : m_pairs) {
        if (pair.ours && pair.reference)
            continue;
        fmt::print(stderr, "error: {} has no {}\n", name, pair.ours ? "reference" : "ours");
        complete = false;
    }
    return complete;
}

} // namespace perisphere::bench
