#include "monitor_commands.hpp"

#include "perisphere/realtime/exception_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace perisphere::realtime
{
namespace
{

struct Command {
    std::string_view name;
    std::string_view help;
    Result<std::string> (*run)(RealTimeCore&, CoreTarget&);
};

Result<std::string> reset(RealTimeCore& core, CoreTarget&)
{
    core.recording().end();
    core.restart();
    core.recording().begin();
    return "the core begins anew at its reset vector; memory stays as it is\n";
}

Result<std::string> halt(RealTimeCore& core, CoreTarget& target)
{
    target.interrupt();
    return fmt::format("{} is held at {:#010x}\n", core.name(),
                       core.processor().get(m4::Register::Pc));
}

Result<std::string> registers(RealTimeCore& core, CoreTarget& target)
{
    std::string text;
    const auto descriptions = target.registers();
    for (std::size_t i = 0; i < descriptions.size(); ++i)
        text += fmt::format("{:<10} {:#0{}x}\n", descriptions[i].name, target.readRegister(i),
                            descriptions[i].bits / 4 + 2);
    const m4::Core& processor = core.processor();
    struct Row {
        std::string_view name;
        std::uint32_t address;
    };
    static constexpr std::array<Row, 6> kFaults{{{"cfsr", 0xE000ED28},
                                                 {"hfsr", 0xE000ED2C},
                                                 {"mmfar", 0xE000ED34},
                                                 {"bfar", 0xE000ED38},
                                                 {"icsr", 0xE000ED04},
                                                 {"vtor", 0xE000ED08}}};
    for (const Row& row : kFaults)
        text += fmt::format("{:<10} {:#010x}\n", row.name, processor.peekSystem(row.address));
    text += fmt::format("{:<10} {}\n", "cycles", processor.cycles());
    if (const std::string fault = processor.faultText(); !fault.empty())
        text += fault + '\n';
    return text;
}

Result<std::string> interrupts(RealTimeCore& core, CoreTarget&)
{
    std::string text = "exception             priority enabled pending active line\n";
    for (const m4::ExceptionState& state : core.processor().exceptions()) {
        const bool isDull = !state.isPending && !state.isActive && !state.isHigh &&
                            (state.number < 16 || !state.isEnabled);
        if (isDull)
            continue;
        const std::string name = nameOfException(state.number);
        text += fmt::format("{:>3} {:<18} {:>#4x} {:>7} {:>7} {:>6} {:>4}\n", state.number, name,
                            state.priority, state.isEnabled, state.isPending, state.isActive,
                            state.isHigh);
    }
    return text;
}

Result<std::string> help(RealTimeCore&, CoreTarget&);

constexpr std::array<Command, 5> kCommands{
    {{"reset", "restart the core at its reset vector, without loading the program", reset},
     {"halt", "hold the core", halt},
     {"regs", "all registers, fault status, cycles", registers},
     {"irq", "exceptions that are enabled, pending or active", interrupts},
     {"help", "this list", help}}};

Result<std::string> help(RealTimeCore&, CoreTarget&)
{
    std::string text;
    for (const Command& command : kCommands)
        text += fmt::format("{:<8} {}\n", command.name, command.help);
    return text;
}

} // namespace

Result<std::string> runMonitorCommand(RealTimeCore& core, CoreTarget& target, std::string_view line)
{
    const auto found = std::ranges::find(kCommands, line, &Command::name);
    if (found == kCommands.end())
        return fail(Error{.code = ErrorCode::NotFound,
                          .message = fmt::format("there is no monitor command \"{}\"", line),
                          .expected = "reset, halt, regs, irq or help",
                          .advice = "monitor help tells what they do"});
    return found->run(core, target);
}

} // namespace perisphere::realtime
