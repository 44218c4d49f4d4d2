// Scenario files: whatever the text, there are findings with a place or scenarios with steps.

#include "perisphere/scenario/scenario.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace perisphere;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    // A file that is read as a picture: what a scenario says of pictures is parsed too.
    const auto parsed = scenario::parseScenarios(
        text, "input.yaml", [&](const std::string& /*path*/) { return std::string(text); });
    if (!parsed.ok()) {
        if (parsed.diagnostics.empty())
            std::abort();
        return 0;
    }
    for (const scenario::Scenario& one : *parsed.value)
        for (const auto& step : one.steps)
            if (step->text().empty() || step->where.line == 0)
                std::abort();
    return 0;
}
