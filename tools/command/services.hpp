// What a command may use of the world. main() gives the real things, tests give their own.
#pragma once

#include "perisphere/hardware/definition.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

namespace perisphere::tools
{

struct Services {
    std::ostream& out; ///< results, and nothing else
    std::ostream& err; ///< findings, errors, notes

    /// An environment variable; nullopt when it is not set.
    std::function<std::optional<std::string>(std::string_view name)> environment;

    /// Where hardware definitions are read from.
    hardware::FileSource& definitions;

    /// The running program with links resolved; the SDK's folders are found from it. May be empty.
    std::filesystem::path executable;

    bool outIsTerminal = false;
    bool errIsTerminal = false;

    /// A variable that is set to something; an empty one counts as not set.
    [[nodiscard]] std::optional<std::string> setting(std::string_view name) const
    {
        auto value = environment(name);
        return value && value->empty() ? std::nullopt : value;
    }
};

} // namespace perisphere::tools
