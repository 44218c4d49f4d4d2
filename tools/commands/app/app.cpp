#include "commands/app/app.hpp"

#include "commands/app/list.hpp"
#include "commands/app/log.hpp"
#include "commands/app/remove.hpp"
#include "commands/app/start.hpp"
#include "commands/app/status.hpp"
#include "commands/app/stop.hpp"

namespace perisphere::tools
{

Command appCommand(Services& services)
{
    Command app("app", "Apps on a running device: list, start, stop, read their log");
    app.example("perisphere app log --follow", "what the apps say, as they say it");
    app.add(appListCommand(services));
    app.add(appStartCommand(services));
    app.add(appStopCommand(services));
    app.add(appStatusCommand(services));
    app.add(appLogCommand(services));
    app.add(appRemoveCommand(services));
    return app;
}

} // namespace perisphere::tools
