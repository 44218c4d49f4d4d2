#include "commands/core/memory.hpp"

#include "command/report.hpp"
#include "perisphere/control/base64.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace perisphere::tools
{

void declareCoreMemory(Command& command, CoreMemoryOptions& options)
{
    command.argument("ADDRESS", options.address, "where to begin, such as 0x22000000");
    command.option("--bytes,-n", "N", options.bytes, "how many, up to 65536; 256 by default");
    declareCoreOptions(command, options.core);
    command.example("perisphere core memory 0x00100000 --bytes 64", "the vector table in TCM");
}

namespace
{

constexpr std::size_t kBytesInRow = 16;

std::string rowOf(std::uint64_t address, std::span<const std::byte> bytes)
{
    std::string hex;
    std::string text;
    for (std::size_t i = 0; i < kBytesInRow; ++i) {
        if (i >= bytes.size()) {
            hex += "   ";
            continue;
        }
        const auto value = std::to_integer<unsigned char>(bytes[i]);
        hex += fmt::format(" {:02x}", value);
        text += value >= 0x20 && value < 0x7F ? static_cast<char>(value) : '.';
    }
    return fmt::format("{:#010x} {}  {}\n", address, hex, text);
}

} // namespace

Result<ExitCode> runCoreMemory(const CoreMemoryOptions& options, Services& services)
{
    const auto address = parseAddress(options.address);
    if (!address)
        return fail(address.error());
    const auto answer = callCore(options.core, services, "core.memory",
                                 {{"address", *address}, {"bytes", options.bytes}});
    if (!answer)
        return fail(answer.error());
    if (options.core.asJson) {
        printJson(*answer, services);
        return ExitCode::Ok;
    }
    const auto bytes = control::fromBase64(answer->value("data", std::string()));
    if (!bytes)
        return fail(ErrorCode::Corrupt, "the device's answer has no memory in it");
    for (std::size_t at = 0; at < bytes->size(); at += kBytesInRow)
        services.out << rowOf(*address + at, std::span(*bytes).subspan(
                                                 at, std::min(kBytesInRow, bytes->size() - at)));
    return ExitCode::Ok;
}

Command coreMemoryCommand(Services& services)
{
    return Command::make("memory", "Show a core's memory", declareCoreMemory, runCoreMemory,
                         services);
}

} // namespace perisphere::tools
