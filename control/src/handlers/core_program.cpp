// The programs on the cores: disassembly, stack, profile, coverage.

#include "core_call.hpp"
#include "handlers.hpp"
#include "perisphere/control/cores_target.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>

namespace perisphere::control
{
namespace
{

constexpr std::size_t kInstructions = 20;
constexpr std::size_t kFrames = 64;
constexpr std::uint32_t kPeriod = 1000;

std::string hexOf(const std::vector<std::byte>& bytes)
{
    std::string text;
    for (const std::byte byte : bytes)
        text += fmt::format("{:02x}", std::to_integer<unsigned>(byte));
    return text;
}

void addPlace(Value& object, const ProgramPlace& place)
{
    if (!place.function.empty())
        object["function"] = place.function;
    if (place.line != 0) {
        object["file"] = place.file;
        object["line"] = place.line;
    }
}

} // namespace

Result<Value> coreDisassemble(const Call& call)
{
    const auto elf = elfOf(call);
    if (!elf)
        return fail(elf.error());
    std::optional<std::uint32_t> address;
    if (const auto given = call.params.find("address"); given != call.params.end())
        address = given->get<std::uint32_t>();
    const std::string function = call.params.value("function", std::string());
    if (address && !function.empty())
        return fail(Error{.code = ErrorCode::InvalidArgument,
                          .message = "an address and a function are two places",
                          .where = {.pointer = "/params/function"},
                          .expected = "one of them",
                          .advice = {}});
    const auto listing = call.target().cores().disassemble(coreOf(call), *elf, address, function,
                                                           call.numberOr("count", kInstructions));
    if (!listing)
        return fail(listing.error());
    Value list = Value::array();
    for (const ListedInstruction& one : listing->instructions) {
        Value row = {{"address", one.address}, {"bytes", hexOf(one.bytes)}, {"text", one.text}};
        if (!one.target.empty())
            row["target"] = one.target;
        addPlace(row, one.place);
        list.push_back(std::move(row));
    }
    return Value{{"pc", listing->pc}, {"instructions", std::move(list)}};
}

Result<Value> coreStack(const Call& call)
{
    const auto elf = elfOf(call);
    if (!elf)
        return fail(elf.error());
    const auto frames =
        call.target().cores().stack(coreOf(call), *elf, call.numberOr("limit", kFrames));
    if (!frames)
        return fail(frames.error());
    Value list = Value::array();
    for (const StackFrame& one : *frames) {
        Value row = {{"pc", one.pc}, {"sp", one.stack}, {"foundBy", one.foundBy}};
        addPlace(row, one.place);
        list.push_back(std::move(row));
    }
    return Value{{"frames", std::move(list)}};
}

Result<Value> coreProfileStart(const Call& call)
{
    return nothing(
        call.target().cores().startProfile(coreOf(call), call.numberOr("period", kPeriod)));
}

Result<Value> coreProfileStop(const Call& call)
{
    return nothing(call.target().cores().stopProfile(coreOf(call)));
}

Result<Value> coreProfileRead(const Call& call)
{
    const auto elf = elfOf(call);
    if (!elf)
        return fail(elf.error());
    const auto profile = call.target().cores().profile(coreOf(call), *elf);
    if (!profile)
        return fail(profile.error());
    Value functions = Value::array();
    for (const ProfiledCode& one : profile->functions) {
        Value lines = Value::array();
        for (const ProfiledSourceLine& line : one.lines) {
            Value row = {{"cycles", line.cycles}};
            if (line.line != 0) {
                row["file"] = line.file;
                row["line"] = line.line;
            }
            lines.push_back(std::move(row));
        }
        functions.push_back({{"function", one.function},
                             {"address", one.address},
                             {"cycles", one.cycles},
                             {"lines", std::move(lines)}});
    }
    return Value{{"running", profile->isRunning},
                 {"period", profile->period},
                 {"cycles", profile->cycles},
                 {"asleep", profile->asleep},
                 {"functions", std::move(functions)}};
}

Result<Value> coreCoverage(const Call& call)
{
    const auto elf = elfOf(call);
    if (!elf)
        return fail(elf.error());
    const auto page =
        call.target().cores().coverage(coreOf(call), *elf, call.numberOr("first", std::size_t{0}));
    if (!page)
        return fail(page.error());
    Value result = {
        {"tracefile", page->tracefile}, {"lines", page->lines}, {"linesRun", page->linesRun}};
    if (page->next)
        result["next"] = *page->next;
    return result;
}

} // namespace perisphere::control
