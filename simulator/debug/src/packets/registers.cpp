// g, G, p and P. A register's number and size are those of the target description; its bytes come
// lowest first. They can be read while the core runs.
#include "hex.hpp"
#include "packets/packets.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <span>

namespace perisphere::debug::packets
{
namespace
{

std::string registerHex(const Target& target, std::size_t number)
{
    return toHex(target.readRegister(number), target.registers()[number].bits / 8);
}

std::optional<std::size_t> takeNumber(const Target& target, Arguments& arguments)
{
    const auto number = arguments.number();
    if (!number || *number >= target.registers().size())
        return std::nullopt;
    return static_cast<std::size_t>(*number);
}

std::string badNumber(const SessionState& state)
{
    return errorAnswer(
        state, EINVAL,
        fmt::format("expected a register number below {:#x}", state.target().registers().size()));
}

} // namespace

Answer readRegisters(SessionState& state, std::string_view /*arguments*/)
{
    std::string text;
    for (std::size_t number = 0; number < state.target().registers().size(); ++number)
        text += registerHex(state.target(), number);
    return text;
}

/// G hexadecimal: all of them, or nothing is written.
Answer writeRegisters(SessionState& state, std::string_view text)
{
    Target& target = state.target();
    std::size_t expected = 0;
    for (const RegisterDescription& described : target.registers())
        expected += described.bits / 8;
    const auto bytes = fromHex(text);
    if (!bytes || bytes->size() != expected)
        return errorAnswer(state, EINVAL,
                           fmt::format("expected {} bytes in hexadecimal", expected));
    std::span<const std::uint8_t> rest(*bytes);
    for (std::size_t number = 0; number < target.registers().size(); ++number) {
        const std::size_t size = target.registers()[number].bits / 8;
        target.writeRegister(number, littleEndian(rest.first(size)));
        rest = rest.subspan(size);
    }
    return "OK";
}

/// p number
Answer readRegister(SessionState& state, std::string_view text)
{
    Arguments arguments(text);
    const auto number = takeNumber(state.target(), arguments);
    if (!number || !arguments.isAtEnd())
        return badNumber(state);
    return registerHex(state.target(), *number);
}

/// P number=hexadecimal
Answer writeRegister(SessionState& state, std::string_view text)
{
    Arguments arguments(text);
    const auto number = takeNumber(state.target(), arguments);
    if (!number || !arguments.skip('='))
        return badNumber(state);
    const std::size_t size = state.target().registers()[*number].bits / 8;
    const auto bytes = fromHex(arguments.rest());
    if (!bytes || bytes->size() != size)
        return errorAnswer(state, EINVAL, fmt::format("expected {} bytes in hexadecimal", size));
    state.target().writeRegister(*number, littleEndian(*bytes));
    return "OK";
}

} // namespace perisphere::debug::packets
