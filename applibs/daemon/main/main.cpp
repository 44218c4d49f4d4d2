// perisphered: runs apps on a Linux device, each in a sandbox that is built from its manifest.

#include "commands.hpp"

int main(int argc, char** argv)
{
    CLI::App app("Runs apps on a Linux device, each in a sandbox that is built from its manifest.");
    app.require_subcommand(1);
    app.set_version_flag("--version", PERISPHERE_VERSION);
    Run run;
#define COMMAND(function) function(app, run);
#include "commands.inc"
#undef COMMAND
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error);
    }
    return run();
}
