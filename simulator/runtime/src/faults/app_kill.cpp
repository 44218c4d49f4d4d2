// An app's process ends by SIGKILL, whatever the reason.
#include "faults/fault.hpp"

#include "perisphere/base/suggest.hpp"

#include <fmt/format.h>

#include <csignal>

namespace perisphere::runtime
{

FaultKind appKill();
FaultKind appKill()
{
    return {.type = {.name = "app-kill",
                     .description = "an app is killed",
                     .lasts = false,
                     .parameters = {textParameter("app", "component id or name; empty: all", "")}},
            .make = +[](FaultDevice& device, const FaultValues& values) -> MadeFault {
                const std::string& app = values.text("app");
                bool isFound = false;
                std::vector<std::string> names;
                for (const device::AppStatus& one : device.apps.statuses()) {
                    names.push_back(one.name);
                    if (!app.empty() && app != one.name && app != one.componentId)
                        continue;
                    isFound = true;
                    if (one.processId > 0)
                        ::kill(one.processId, SIGKILL);
                }
                const std::vector<std::string_view> known(names.begin(), names.end());
                if (!isFound && !app.empty())
                    return fail(Error{.code = ErrorCode::NotFound,
                                      .message = fmt::format("no app \"{}\" is installed", app),
                                      .advice = suggestion(app, known)});
                return nullptr;
            }};
}

} // namespace perisphere::runtime
