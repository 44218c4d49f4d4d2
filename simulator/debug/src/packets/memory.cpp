// m, M and X. Memory can be looked at and changed while the core runs.
#include "hex.hpp"
#include "packets/packets.hpp"
#include "perisphere/debug/limits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <span>

namespace perisphere::debug::packets
{
namespace
{

struct Range {
    std::uint32_t address = 0;
    std::uint64_t bytes = 0;
};

std::optional<Range> takeRange(Arguments& arguments)
{
    const auto address = arguments.address();
    if (!address || !arguments.skip(','))
        return std::nullopt;
    const auto bytes = arguments.number();
    if (!bytes)
        return std::nullopt;
    return Range{.address = *address, .bytes = *bytes};
}

std::string badRange(const SessionState& state)
{
    return errorAnswer(state, EINVAL, "expected a 32-bit address and a number of bytes that fit");
}

std::string noMemory(const SessionState& state, std::uint32_t address)
{
    return errorAnswer(state, EFAULT, fmt::format("there is no memory at {:#010x}", address));
}

Answer writeMemory(SessionState& state, const Range& range, std::span<const std::uint8_t> bytes)
{
    if (range.bytes != bytes.size())
        return badRange(state);
    const std::size_t written =
        bytes.empty() ? 0 : state.target().writeMemory(range.address, bytes);
    if (written < bytes.size())
        return noMemory(state, range.address + static_cast<std::uint32_t>(written));
    return "OK";
}

} // namespace

/// m address,bytes. The answer may be shorter than what was asked for, but not empty.
Answer readMemory(SessionState& state, std::string_view text)
{
    Arguments arguments(text);
    const auto range = takeRange(arguments);
    if (!range || !arguments.isAtEnd())
        return badRange(state);
    std::vector<std::uint8_t> bytes(std::min<std::uint64_t>(range->bytes, kPacketBytes / 2));
    bytes.resize(bytes.empty() ? 0 : state.target().readMemory(range->address, bytes));
    if (bytes.empty() && range->bytes > 0)
        return noMemory(state, range->address);
    return toHex(bytes);
}

/// M address,bytes:hexadecimal
Answer writeHexMemory(SessionState& state, std::string_view text)
{
    Arguments arguments(text);
    const auto range = takeRange(arguments);
    if (!range || !arguments.skip(':'))
        return badRange(state);
    const auto bytes = fromHex(arguments.rest());
    return bytes ? writeMemory(state, *range, *bytes) : badRange(state);
}

/// X address,bytes:binary. With no bytes GDB only asks whether the packet is known.
Answer writeBinaryMemory(SessionState& state, std::string_view text)
{
    Arguments arguments(text);
    const auto range = takeRange(arguments);
    if (!range || !arguments.skip(':'))
        return badRange(state);
    const std::string_view data = arguments.rest();
    return writeMemory(state, *range,
                       {reinterpret_cast<const std::uint8_t*>(data.data()), data.size()});
}

} // namespace perisphere::debug::packets
