// start: app, stop: app
//
// "app" or true is the scenario's own; others go by component id or name.
#include "stage.hpp"
#include "step_table.hpp"

#include <fmt/format.h>

#include <utility>

namespace perisphere::scenario
{
namespace
{

class AppStep final : public Step
{
public:
    AppStep(std::string app, bool isStart)
        : m_app(std::move(app))
        , m_isStart(isStart)
    {
    }

    [[nodiscard]] std::string text() const override
    {
        return fmt::format("{} {}", m_isStart ? "start" : "stop",
                           m_app.empty() ? "the app" : "\"" + m_app + "\"");
    }

    void check(control::ControlTarget& /*device*/, Diagnostics& /*findings*/) const override {}

    void start(Stage& stage) const override
    {
        const std::string& app = m_app.empty() ? stage.app() : m_app;
        stage.letTimePass();
        const auto done = [this, &stage](const Result<control::AppStatus>& result) {
            if (result)
                stage.succeed();
            else
                stage.fail(text(), result.error().toString());
        };
        if (m_isStart)
            stage.control().apps().start(app, {}, done);
        else
            stage.control().apps().stop(app, done);
    }

private:
    std::string m_app; ///< empty: the scenario's
    bool m_isStart;
};

std::unique_ptr<Step> readApp(const YamlNode& value, bool isStart, Findings& findings)
{
    const auto text = readText(value, findings);
    if (!text)
        return nullptr;
    const bool isOwn = !value.isQuoted && (*text == "app" || *text == "true");
    return std::make_unique<AppStep>(isOwn ? std::string() : *text, isStart);
}

} // namespace

std::unique_ptr<Step> readStart(const YamlNode& value, Findings& findings)
{
    return readApp(value, true, findings);
}

std::unique_ptr<Step> readStop(const YamlNode& value, Findings& findings)
{
    return readApp(value, false, findings);
}

} // namespace perisphere::scenario
