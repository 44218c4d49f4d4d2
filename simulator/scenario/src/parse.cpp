#include "fields.hpp"
#include "perisphere/base/file.hpp"
#include "perisphere/base/suggest.hpp"
#include "perisphere/scenario/scenario.hpp"
#include "property_check.hpp"
#include "step_table.hpp"
#include "yaml_tree.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

namespace perisphere::scenario
{
namespace
{

/// The one key of a step that says what it does.
const StepType* typeOf(const YamlNode& node, Findings& findings)
{
    std::vector<std::string_view> names;
    for (const StepType& type : stepTypes())
        names.push_back(type.key);
    const StepType* found = nullptr;
    for (const YamlNode& key : node.keys) {
        const auto type = std::find_if(stepTypes().begin(), stepTypes().end(),
                                       [&](const StepType& one) { return one.key == key.text; });
        if (type == stepTypes().end()) {
            if (key.text == "at")
                continue;
            names.emplace_back("at");
            findings.add(key, "unknown-key",
                         fmt::format("a step has no key \"{}\"", key.text.substr(0, 60)),
                         fmt::format("{}", fmt::join(names, ", ")), suggestion(key.text, names));
            return nullptr;
        }
        if (found != nullptr) {
            findings.add(key, "two-actions",
                         fmt::format("a step with \"{}\" and \"{}\"", found->key, type->key),
                         "one of them", "make it two steps: each has a \"-\" of its own");
            return nullptr;
        }
        found = &*type;
    }
    if (found == nullptr)
        findings.add(node, "missing-key", "a step that does nothing",
                     fmt::format("one of {}", fmt::join(names, ", ")));
    return found;
}

std::unique_ptr<const Step> readStep(const YamlNode& node, Findings& findings)
{
    Fields fields(node, "a step", findings);
    if (!fields.isMap())
        return nullptr;
    const StepType* const type = typeOf(node, findings);
    const auto at = fields.duration("at");
    if (type == nullptr)
        return nullptr;
    auto step = type->read(*fields.find(type->key), findings);
    if (step == nullptr)
        return nullptr;
    step->where = findings.placeOf(node);
    step->at = at;
    return step;
}

void readSteps(const YamlNode& node, std::string_view key,
               std::vector<std::unique_ptr<const Step>>& steps, Findings& findings)
{
    if (!node.is(YamlNode::Kind::List) || node.values.empty()) {
        findings.add(node, "wrong-type", fmt::format("\"{}\" has no steps", key),
                     "a list, one \"- \" a step");
        return;
    }
    std::optional<engine::Duration> last;
    for (const YamlNode& one : node.values) {
        auto step = readStep(one, findings);
        if (step == nullptr)
            continue;
        if (step->at && last && *step->at < *last)
            findings.add(one, "time-goes-back", "\"at\" is before that of an earlier step",
                         "steps in the order in which they happen");
        if (step->at)
            last = step->at;
        steps.push_back(std::move(step));
    }
}

std::vector<device::NamedEndpoint> readHosts(const YamlNode& node, Findings& findings)
{
    std::vector<device::NamedEndpoint> hosts;
    const std::string_view expected =
        "host names with IPv4 endpoints of this machine, such as {api.example.com: 127.0.0.1:8443}";
    if (!node.is(YamlNode::Kind::Map)) {
        findings.add(node, "wrong-type", "\"hosts\" is no map", std::string(expected));
        return hosts;
    }
    for (std::size_t i = 0; i < node.keys.size(); ++i) {
        const auto text = readText(node.values[i], findings);
        const auto target = text ? device::parseNetworkAddress(*text) : std::nullopt;
        if (target)
            hosts.push_back({.name = node.keys[i].text, .target = *target});
        else if (text)
            findings.add(node.values[i], "wrong-type",
                         fmt::format("\"{}\" is no endpoint for \"{}\"", *text, node.keys[i].text),
                         std::string(expected));
    }
    return hosts;
}

Scenario readScenario(const YamlNode& node, Findings& findings)
{
    Scenario scenario;
    scenario.where = findings.placeOf(node);
    Fields fields(node, "a scenario", findings);
    if (!fields.isMap())
        return scenario;
    if (fields.require("name") != nullptr)
        scenario.name = fields.text("name").value_or("");
    fields.allow("description");
    scenario.app = fields.text("app");
    scenario.board = fields.text("board");
    if (const YamlNode* time = fields.find("time"))
        if (const auto text = readText(*time, findings)) {
            const auto mode = engine::TimeMode::parse(*text);
            if (!mode)
                findings.add(*time, "wrong-type", mode.error());
            else if (mode->kind() == engine::TimeMode::Kind::Paused)
                findings.add(*time, "wrong-type", "a scenario whose time stands still never ends",
                             "realtime, fast or xN such as x10");
            else
                scenario.time = *mode;
        }
    if (const auto seed = fields.integer("seed", 0, INT64_MAX))
        scenario.seed = static_cast<std::uint64_t>(*seed);
    if (const auto timeout = fields.duration("timeout"))
        scenario.timeout = *timeout;
    if (const auto capture = fields.texts("capture"))
        scenario.capture = *capture;
    if (const YamlNode* hosts = fields.find("hosts"))
        scenario.hosts = readHosts(*hosts, findings);
    if (const YamlNode* steps = fields.require("steps"))
        readSteps(*steps, "steps", scenario.steps, findings);
    if (const YamlNode* recover = fields.find("recover"))
        readSteps(*recover, "recover", scenario.recover, findings);
    fields.finish();
    return scenario;
}

} // namespace

FileReader filesBeside(const std::string& scenarioFile)
{
    constexpr std::uint64_t kMaxBytes = 16ULL * 1024 * 1024;
    return [folder = std::filesystem::path(scenarioFile).parent_path()](const std::string& path) {
        return readTextFile(folder / path, kMaxBytes);
    };
}

Checked<std::vector<Scenario>> parseScenarios(std::string_view text, const std::string& file,
                                              const FileReader& read)
{
    Checked<std::vector<Scenario>> result;
    const auto documents = parseYaml(text, file);
    if (!documents) {
        result.diagnostics.push_back(toDiagnostic(documents.error(), "yaml"));
        return result;
    }
    Findings findings{.file = file, .read = read, .all = {}};
    std::vector<Scenario> scenarios;
    std::set<std::string, std::less<>> names;
    for (const YamlNode& document : *documents) {
        if (document.is(YamlNode::Kind::Null))
            continue; // "---" at the end
        scenarios.push_back(readScenario(document, findings));
        const std::string& name = scenarios.back().name;
        if (!name.empty() && !names.insert(name).second)
            findings.add(document, "duplicate-name",
                         fmt::format("another scenario of the file is called \"{}\"", name));
    }
    if (scenarios.empty() && findings.all.empty())
        findings.all.push_back({.rule = "empty-file",
                                .where = {.file = file},
                                .message = "the file has no scenario",
                                .expected = "a map with \"name\" and \"steps\""});
    result.value = std::move(scenarios);
    result.diagnostics = std::move(findings.all);
    return result;
}

Diagnostics checkScenario(const Scenario& scenario, control::ControlTarget& device)
{
    Diagnostics findings;
    checkPatterns(scenario.capture, scenario.where, device, findings);
    for (const auto* steps : {&scenario.steps, &scenario.recover})
        for (const auto& step : *steps)
            step->check(device, findings);
    return findings;
}

} // namespace perisphere::scenario
