// Who called whom, on a real-time core that stands still.
//
// A caller is found, in this order:
// - where the program's call frame information knows the function, by it;
// - at the start of an exception handler, from what the processor has put on the stack;
// - of the innermost function, if it has no call frame information: by the link register when that
//   holds a return address and the function is not the one that it returns to;
// - else by the next word up the stack that is a return address: odd, into code, behind a BL or
//   BLX. That word may be a leftover; such frames are marked.
#pragma once

#include "perisphere/program/debug_info.hpp"

#include <array>
#include <functional>
#include <optional>
#include <vector>

namespace perisphere::program
{

/// As the core has them. The floating-point registers have no part in it.
struct BacktraceStart {
    std::array<std::uint32_t, 16> registers{}; ///< r0 to pc; sp of the current stack
    std::uint32_t processStack = 0;            ///< PSP: what it was when an exception came
};

enum class FoundBy : std::uint8_t {
    Registers,    ///< the innermost one
    CallFrames,   ///< .debug_frame
    Exception,    ///< it was interrupted by the handler before it
    LinkRegister, ///< without call frame information
    StackScan,    ///< a guess
};

struct Frame {
    std::uint32_t pc = 0;    ///< the next instruction; of callers, the one behind the call
    std::uint32_t stack = 0; ///< its stack pointer
    FoundBy foundBy = FoundBy::Registers;
    bool operator==(const Frame&) const = default;

    /// What belongs to the call: the source line of a caller is that of its call.
    [[nodiscard]] std::uint32_t lookUp() const
    {
        const bool isCaller = foundBy != FoundBy::Registers && foundBy != FoundBy::Exception;
        return isCaller ? pc - 1 : pc;
    }
};

/// A word of the core's memory, of memory only: a look at a register is none.
using ReadWord = std::function<std::optional<std::uint32_t>(std::uint32_t address)>;

/// The innermost first; at most `limit`. `info` may be nullptr.
[[nodiscard]] std::vector<Frame> backtrace(const BacktraceStart& start, const ReadWord& readWord,
                                           const DebugInfo* info, std::size_t limit);

} // namespace perisphere::program
