// update: {app: ../new}         the device is offered another image of an app
// update: {system: "25.03"}     or another version of its system
//
// The step ends when the offer is taken. What comes of it is told by the log: "update: the new
// image is installed".
#include "stage.hpp"
#include "step_table.hpp"

#include <fmt/format.h>

#include <utility>

namespace perisphere::scenario
{
namespace
{

class UpdateStep final : public Step
{
public:
    UpdateStep(std::optional<std::string> app, std::string system)
        : m_app(std::move(app))
        , m_system(std::move(system))
    {
    }

    [[nodiscard]] std::string text() const override
    {
        return m_app ? fmt::format("update to the image of \"{}\"", *m_app)
                     : fmt::format("update to system {}", m_system);
    }

    [[nodiscard]] std::optional<std::string> app() const override { return m_app; }

    void check(control::ControlTarget& /*device*/, Diagnostics& /*findings*/) const override {}

    void start(Stage& stage) const override
    {
        const auto offered =
            m_app ? offerApp(stage) : stage.control().updates().offerSystem(m_system);
        if (offered)
            stage.succeed();
        else
            stage.fail(text(), offered.error().toString());
    }

private:
    [[nodiscard]] Result<control::UpdateStatus> offerApp(Stage& stage) const
    {
        const auto package = stage.package(*m_app);
        if (!package)
            return fail(package.error());
        return stage.control().updates().offerApp(*package);
    }

    std::optional<std::string> m_app; ///< as written
    std::string m_system;
};

} // namespace

std::unique_ptr<Step> readUpdate(const YamlNode& value, Findings& findings)
{
    Fields fields(value, "an update", findings);
    if (!fields.isMap())
        return nullptr;
    auto app = fields.text("app");
    const auto system = fields.text("system");
    fields.finish();
    if (app.has_value() == system.has_value()) {
        findings.add(value, "missing-key", "an update is of an app or of the system",
                     "one of \"app\" and \"system\"");
        return nullptr;
    }
    return std::make_unique<UpdateStep>(std::move(app), system.value_or(""));
}

} // namespace perisphere::scenario
