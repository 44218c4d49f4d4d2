#include "commands/core/disassemble.hpp"

#include "command/report.hpp"

#include <fmt/format.h>

#include <cctype>

namespace perisphere::tools
{

void declareCoreDisassemble(Command& command, CoreDisassembleOptions& options)
{
    command
        .argument("AT", options.at,
                  "address or, with --elf, function to begin with; around the pc by default")
        .optional();
    command.option("--count,-n", "N", options.count, "how many instructions; 20 by default");
    declareElfOption(command, options.core);
    declareCoreOptions(command, options.core);
    command.example("perisphere core disassemble --elf out/ARM-Debug/blink.out",
                    "around the pc, with functions and source lines");
    command.example("perisphere core disassemble 0x00100000 --count 50", "from an address on");
}

namespace
{

json::Value placeFrom(const std::string& word)
{
    if (word.empty())
        return json::Value::object();
    if (std::isdigit(static_cast<unsigned char>(word.front())) == 0)
        return {{"function", word}};
    return json::Value();
}

/// A line of its own where another source line or function begins.
void printHeading(const json::Value& instruction, std::string& last, Services& services)
{
    std::string place = describePlace(instruction);
    const std::size_t offset = place.find("+0x");
    if (offset != std::string::npos)
        place.erase(offset, place.find(' ', offset) - offset);
    if (place != last && !place.empty())
        services.out << place << ":\n";
    last = place;
}

} // namespace

Result<ExitCode> runCoreDisassemble(const CoreDisassembleOptions& options, Services& services)
{
    json::Value more = placeFrom(options.at);
    if (more.is_null()) {
        const auto address = parseAddress(options.at);
        if (!address)
            return fail(address.error());
        more = {{"address", *address}};
    }
    more["count"] = options.count;
    const auto answer = callCore(options.core, services, "core.disassemble", more);
    if (!answer)
        return fail(answer.error());
    if (options.core.asJson) {
        printJson(*answer, services);
        return ExitCode::Ok;
    }
    std::string last;
    for (const json::Value& one : answer->value("instructions", json::Value::array())) {
        printHeading(one, last, services);
        const std::string target = one.value("target", std::string());
        services.out << fmt::format(
            "{} {:#010x}  {:<8}  {}{}\n",
            numberIn(one, "address") == numberIn(*answer, "pc") ? "=>" : "  ",
            numberIn(one, "address"), one.value("bytes", std::string()),
            one.value("text", std::string()), target.empty() ? "" : " <" + target + ">");
    }
    return ExitCode::Ok;
}

Command coreDisassembleCommand(Services& services)
{
    return Command::make("disassemble", "Show a core's instructions", declareCoreDisassemble,
                         runCoreDisassemble, services);
}

} // namespace perisphere::tools
