#include "azsphere/device_sideload.hpp"

#include "azsphere/device.hpp"
#include "azsphere/words.hpp"
#include "perisphere/base/ascii.hpp"
#include "support/running_app.hpp"

#include <algorithm>

namespace perisphere::tools::azsphere
{
namespace
{

bool contains(const std::vector<std::string>& ids, const std::string& id)
{
    return std::any_of(ids.begin(), ids.end(),
                       [&](const std::string& one) { return equalIgnoringCase(one, id); });
}

Result<ExitCode> runDelete(const SideloadDeleteOptions& options, Services& services)
{
    auto found = connectToApps(options.device, services);
    if (!found)
        return fail(found.error());
    for (const json::Value& app : found->apps) {
        const auto id = app.value("componentId", std::string());
        if ((!options.app.empty() && !equalIgnoringCase(options.app, id)) ||
            contains(options.except, id))
            continue;
        if (const auto removed = found->device.call("app.remove", {{"app", id}}); !removed)
            return fail(removed.error());
    }
    return ExitCode::Ok;
}

} // namespace

void declareDeploy(Command& command, DeviceSideloadOptions& options)
{
    command
        .option("--image-package,--imagepackage,-p", "FILE", options.source,
                "image package to install")
        .required();
    command.flag("--manual-start,-m", options.isManualStart, "install only");
    command.ignoredFlag("--force"); // no API set is refused here
    declareDevice(command, options.device, options.asJson);
    command.example("azsphere device sideload deploy --image-package blink.imagepackage",
                    "install and start");
}

void declareDelete(Command& command, SideloadDeleteOptions& options)
{
    command.describe("An app that is not installed is no error.");
    command.option("--component-id,--componentid,-i", "ID", options.app,
                   "component id of the app; all apps by default");
    listOption(command, "--except-component-ids,-e", "ID", "apps that stay",
               [&options](const std::string& word) { options.except.push_back(word); });
    declareDevice(command, options.device, options.asJson);
    command.example("azsphere device sideload delete", "all apps");
}

Command sideloadCommand(Services& services)
{
    Command group("sideload", "Install and remove apps");
    group.add(
        Command::make("deploy", "Install an app", declareDeploy, runDeviceSideload, services));
    group.add(Command::make("delete", "Remove apps", declareDelete, runDelete, services));
    return group;
}

} // namespace perisphere::tools::azsphere
