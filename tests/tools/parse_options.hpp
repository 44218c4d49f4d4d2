// The options struct that a command line fills, without running anything.
#pragma once

#include "command/command_line.hpp"

#include <catch2/catch.hpp>

namespace perisphere::test
{

template <class Options>
Options parseOptions(void (*declare)(tools::Command&, Options&),
                     const std::vector<std::string>& arguments)
{
    tools::Command command("command", "A command");
    Options options;
    declare(command, options);
    const auto invocation = tools::parseCommandLine(command, arguments);
    INFO((invocation ? "" : invocation.error().toString()));
    REQUIRE(invocation);
    return options;
}

} // namespace perisphere::test
