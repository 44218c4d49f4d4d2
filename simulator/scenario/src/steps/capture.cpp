// capture: ["MT3620.GPIO*", "D1.*"]
//
// The recording begins anew here, with these pins and properties.
#include "property_check.hpp"
#include "stage.hpp"
#include "step_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <utility>

namespace perisphere::scenario
{
namespace
{

class CaptureStep final : public Step
{
public:
    explicit CaptureStep(std::vector<std::string> patterns)
        : m_patterns(std::move(patterns))
    {
    }
    [[nodiscard]] std::string text() const override
    {
        return fmt::format("capture {}", fmt::join(m_patterns, ", "));
    }
    void check(control::ControlTarget& device, Diagnostics& findings) const override
    {
        checkPatterns(m_patterns, where, device, findings);
    }
    void start(Stage& stage) const override
    {
        if (const auto started = stage.device().recording().start(m_patterns); !started)
            stage.fail(text(), started.error().toString());
        else
            stage.succeed();
    }

private:
    std::vector<std::string> m_patterns;
};

} // namespace

std::unique_ptr<Step> readCapture(const YamlNode& value, Findings& findings)
{
    auto patterns = readTexts(value, findings);
    return patterns ? std::make_unique<CaptureStep>(std::move(*patterns)) : nullptr;
}

} // namespace perisphere::scenario
