// .debug_frame of an ARM program: where a function at some instruction has put its caller's
// registers. DWARF 5, 6.4.
//
// Rules by expression, which compilers do not write for this processor, are not understood: the
// frame then counts as not known.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace perisphere::program
{

struct RegisterRule {
    enum class Kind : std::uint8_t {
        Same,      ///< the caller's is still in the register
        Undefined, ///< lost
        Saved,     ///< in memory at the frame address + offset
        Value,     ///< is the frame address + offset
        Moved,     ///< in register `number`
    };
    Kind kind = Kind::Same;
    std::int32_t offset = 0;
    std::uint8_t number = 0;
    bool operator==(const RegisterRule&) const = default;
};

struct FrameRules {
    /// The canonical frame address: this register + offset; it is the caller's stack pointer.
    std::uint8_t baseRegister = 13;
    std::int32_t baseOffset = 0;
    std::array<RegisterRule, 16> registers{}; ///< r0 to pc
    std::uint8_t returnRegister = 14;
    bool operator==(const FrameRules&) const = default;
};

class CallFrames
{
public:
    CallFrames() = default;
    /// Entries that are not understood are left out. The bytes stay the caller's and outlive this.
    explicit CallFrames(std::span<const std::byte> debugFrame);

    [[nodiscard]] bool isEmpty() const { return m_functions.empty(); }
    /// Of the code that runs next at `address`.
    [[nodiscard]] std::optional<FrameRules> at(std::uint32_t address) const;

private:
    struct Common {
        std::uint32_t codeAlignment = 1;
        std::int32_t dataAlignment = 1;
        std::uint8_t returnRegister = 14;
        std::span<const std::byte> program;
    };
    struct Described {
        std::uint32_t begin = 0;
        std::uint32_t bytes = 0;
        Common common;
        std::span<const std::byte> program;
    };

    [[nodiscard]] static std::optional<Common> commonAt(std::span<const std::byte> section,
                                                        std::uint32_t offset);

    std::vector<Described> m_functions; ///< by begin
};

} // namespace perisphere::program
