#include "commands.hpp"
#include "configuration_file.hpp"
#include "perisphere/daemon/daemon.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

namespace
{

using namespace perisphere;

struct RunOptions {
    std::filesystem::path configuration = daemon::kConfigurationFile;
    std::filesystem::path boards = PERISPHERE_LINUX_BOARDS;
};

int fails(const Error& error)
{
    fmt::print(stderr, "perisphered: {}\n", error.toString());
    return 1;
}

int runDaemon(const RunOptions& options)
{
    auto configuration = daemon::readConfiguration(options.configuration);
    if (!configuration)
        return fails(configuration.error());
    auto daemon =
        daemon::Daemon::create(*std::move(configuration), options.boards, PERISPHERE_VERSION);
    if (!daemon)
        return fails(daemon.error());
    (*daemon)->run();
    return 0;
}

} // namespace

void addRun(CLI::App& app, Run& run)
{
    CLI::App* const command =
        app.add_subcommand("run", "Starts the device's apps and serves them, until SIGTERM.");
    const auto options = std::make_shared<RunOptions>();
    command->add_option("--configuration", options->configuration, "what the device is")
        ->type_name("FILE")
        ->capture_default_str();
    command->add_option("--boards", options->boards, "where boards are found by their names")
        ->type_name("FOLDER")
        ->capture_default_str();
    command->callback([&run, options] { run = [options] { return runDaemon(*options); }; });
}
