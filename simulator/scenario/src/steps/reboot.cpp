// reboot: true
//
// As the reset of the control API does it: the apps stop, the chip resets, the apps start.
#include "stage.hpp"
#include "step_table.hpp"

namespace perisphere::scenario
{
namespace
{

class RebootStep final : public Step
{
public:
    [[nodiscard]] std::string text() const override { return "reboot"; }
    void check(control::ControlTarget& /*device*/, Diagnostics& /*findings*/) const override {}
    void start(Stage& stage) const override
    {
        stage.letTimePass();
        stage.control().device().reset([&stage](const Result<>& result) {
            if (result)
                stage.succeed();
            else
                stage.fail("a reboot", result.error().toString());
        });
    }
};

} // namespace

std::unique_ptr<Step> readReboot(const YamlNode& value, Findings& findings)
{
    const auto isWanted = readBool(value, findings);
    if (!isWanted)
        return nullptr;
    if (!*isWanted) {
        findings.add(value, "wrong-type", "\"reboot: false\" does nothing", "true");
        return nullptr;
    }
    return std::make_unique<RebootStep>();
}

} // namespace perisphere::scenario
