#include "commands.hpp"

#include "perisphere/json/value.hpp"
#include "perisphere/linux/kernel_layers.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdio>
#include <memory>

namespace
{

namespace target = perisphere::target;
namespace json = perisphere::json;

int check(bool asJson)
{
    const auto layers = target::probeKernelLayers();
    const auto missing = target::missingLayers(layers);
    if (asJson) {
        json::Value rows = json::Value::array();
        for (const target::KernelLayer& layer : layers)
            rows.push_back({{"name", layer.name},
                            {"against", layer.against},
                            {"isNeeded", layer.need == target::LayerNeed::Always},
                            {"isOffered", layer.isOffered},
                            {"found", layer.found},
                            {"missing", layer.missing}});
        fmt::print("{}\n", json::Value{{"layers", rows}, {"missing", missing}}.dump(2));
        return missing.empty() ? 0 : 1;
    }
    std::size_t width = 0;
    for (const target::KernelLayer& layer : layers)
        width = std::max(width, layer.name.size());
    for (const target::KernelLayer& layer : layers) {
        const char* const state = layer.isOffered                           ? "offered"
                                  : layer.need == target::LayerNeed::Always ? "MISSING"
                                                                            : "absent";
        fmt::print("{:{}}  {:7}  against {}\n", layer.name, width, state, layer.against);
        for (const std::string* const text : {&layer.found, &layer.missing})
            if (!text->empty())
                fmt::print("{:{}}  {:7}  {}{}\n", "", width, "",
                           text == &layer.missing ? "not there: " : "", *text);
    }
    if (missing.empty())
        fmt::print("This kernel offers all that apps need.\n");
    else
        fmt::print("Apps are not started here without {}, unless the device's configuration names "
                   "it as one that may be missing.\n",
                   fmt::join(missing, ", "));
    return missing.empty() ? 0 : 1;
}

} // namespace

void addCheck(CLI::App& app, Run& run)
{
    CLI::App* const command = app.add_subcommand(
        "check", "Tells which layers of the sandbox this kernel offers, and what is missing. Ends "
                 "with 1 where an app would not be started.");
    const auto asJson = std::make_shared<bool>(false);
    command->add_flag("--json", *asJson, "print JSON");
    command->callback([&run, asJson] { run = [asJson] { return check(*asJson); }; });
}
