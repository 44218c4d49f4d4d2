#include "commands/test/json_report.hpp"

#include <utility>

namespace perisphere::tools
{

json::Value jsonReport(const std::vector<scenario::ScenarioResult>& results, bool withPowerCuts)
{
    std::size_t failed = 0;
    json::Value list = json::Value::array();
    for (const scenario::ScenarioResult& result : results) {
        json::Value one = {{"name", result.name},
                           {"file", result.where.file},
                           {"line", result.where.line},
                           {"passed", !result.failure},
                           {"nanoseconds", result.duration.count()},
                           {"steps", result.stepsDone}};
        if (withPowerCuts)
            one["powerCuts"] = result.powerCuts;
        if (result.failure) {
            ++failed;
            json::Value log = json::Value::array();
            for (const control::LogLine& line : result.failure->log)
                log.push_back(scenario::shownLine(line));
            one["failure"] = {
                {"line", result.failure->where.line}, {"column", result.failure->where.column},
                {"step", result.failure->step},       {"expected", result.failure->expected},
                {"seen", result.failure->seen},       {"log", std::move(log)},
                {"edges", result.failure->edges}};
        }
        list.push_back(std::move(one));
    }
    return {
        {"passed", results.size() - failed}, {"failed", failed}, {"scenarios", std::move(list)}};
}

} // namespace perisphere::tools
