#include "azsphere/unavailable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace perisphere::tools::azsphere
{
namespace
{

enum class Reason {
    Device, ///< a device's; not there yet
    Cloud,  ///< needs the original's cloud service, which Perisphere does not have
};

struct Verbs {
    std::string_view noun; ///< "device app"
    Reason reason;
    std::string_view verbs; ///< with spaces between them; empty: the noun itself is the command
};

constexpr std::array kVerbs = {
    Verbs{"device", Reason::Device, "rescan-attached recover enable-cloud-test"},
    Verbs{"device sideload", Reason::Device, "set-deployment-timeout show-deployment-timeout"},
    Verbs{"device image", Reason::Cloud, "list-targeted"},
    Verbs{"device capability", Reason::Device, "show-attached apply"},
    Verbs{"device capability", Reason::Cloud, "download update"},
    Verbs{"device certificate", Reason::Device, "add delete show list show-quota"},
    Verbs{"device network", Reason::Device,
          "list-interfaces show-status list-firewall-rules show-diagnostics enable disable "
          "update-interface"},
    Verbs{"device network proxy", Reason::Device, "apply show enable disable delete"},
    Verbs{"device wifi", Reason::Device,
          "add list scan show-status reload-config show enable disable forget"},
    Verbs{"device manufacturing-state", Reason::Device, "show update"},
    Verbs{"device", Reason::Cloud, "claim list show update"},
    Verbs{"get-support-data", Reason::Device, ""},
    Verbs{"login", Reason::Cloud, ""},
    Verbs{"logout", Reason::Cloud, ""},
    Verbs{"tenant", Reason::Cloud, ""},
    Verbs{"catalog", Reason::Cloud, ""},
    Verbs{"device-group", Reason::Cloud, ""},
    Verbs{"product", Reason::Cloud, ""},
    Verbs{"image", Reason::Cloud, ""},
    Verbs{"deployment", Reason::Cloud, ""},
};

std::string_view explanation(Reason reason)
{
    return reason == Reason::Device
               ? "is not there yet: no device of this version has it"
               : "is not there: it needs the original's cloud service, which Perisphere does "
                 "without";
}

/// The first word of a list, which it loses.
std::string_view takeWord(std::string_view& words)
{
    const std::size_t end = std::min(words.find(' '), words.size());
    const std::string_view word = words.substr(0, end);
    words.remove_prefix(std::min(end + 1, words.size()));
    return word;
}

Command& findOrAdd(Command& parent, std::string_view name)
{
    if (Command* found = parent.find(name))
        return *found;
    Command& added = parent.add(Command(std::string(name), "Not there yet"));
    added.hide();
    return added;
}

void refuse(Command& command, const std::string& title, Reason reason, Services& services)
{
    command.acceptAnything();
    command.setAction([title, reason, &services]() -> Result<ExitCode> {
        services.err << fmt::format("azsphere: \"{}\" {}\n", title, explanation(reason));
        return ExitCode::Unavailable;
    });
}

void add(Command& root, const Verbs& row, Services& services)
{
    Command* noun = &root;
    std::string_view nouns = row.noun;
    while (!nouns.empty())
        noun = &findOrAdd(*noun, takeWord(nouns));
    if (row.verbs.empty())
        refuse(*noun, std::string(row.noun), row.reason, services);
    std::string_view verbs = row.verbs;
    while (!verbs.empty()) {
        const std::string verb(takeWord(verbs));
        refuse(findOrAdd(*noun, verb), fmt::format("{} {}", row.noun, verb), row.reason, services);
    }
}

} // namespace

void addUnavailableCommands(Command& root, Services& services)
{
    for (const Verbs& row : kVerbs)
        add(root, row, services);
}

} // namespace perisphere::tools::azsphere
