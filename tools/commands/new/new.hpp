// perisphere new: a project for an app, from a template.
#pragma once

#include "command/command.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace perisphere::tools
{

struct NewOptions {
    std::filesystem::path folder; ///< of the project; not there yet, or empty
    std::string templateName = "blink";
    std::string language = "c";
    std::string board = "mt3620_rdb";
    std::optional<std::string> name; ///< none: the folder's
    bool isList = false;             ///< of the templates, and nothing else
    bool asJson = false;
};

void declareNew(Command& command, NewOptions& options);
[[nodiscard]] Result<ExitCode> runNew(const NewOptions& options, Services& services);
[[nodiscard]] Command newCommand(Services& services);

} // namespace perisphere::tools
