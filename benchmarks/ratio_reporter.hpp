// Prints pairs of benchmarks as lines "name ours reference ratio".
#pragma once

#include <benchmark/benchmark.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace perisphere::bench
{

/// Every benchmark is registered twice: as "<name>/ours" and "<name>/reference", the second being
/// an established implementation, or the least work that any implementation has to do. A line is
/// printed when both are in; medians of the repetitions are compared. A benchmark without its
/// counterpart is an error: a time alone says nothing.
class RatioReporter final : public ::benchmark::BenchmarkReporter
{
public:
    bool ReportContext(const Context& context) override;
    void ReportRuns(const std::vector<Run>& runs) override;

    /// Whether all benchmarks ran without an error and in pairs; tells on stderr which did not.
    [[nodiscard]] bool complete() const;

private:
    struct Pair {
        std::optional<double> ours;      ///< seconds
        std::optional<double> reference; ///< seconds
    };
    std::map<std::string, Pair> m_pairs;
    bool m_failed = false;
};

} // namespace perisphere::bench
