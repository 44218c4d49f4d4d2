// Thumb instructions as text, as GDB and the ARM manuals write them.
#pragma once

#include "perisphere/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace perisphere::program
{

class DebugInfo;

struct Instruction {
    std::uint32_t address = 0;
    std::uint32_t bytes = 2;             ///< 2 or 4
    std::string text;                    ///< "bl #0x10034"; ".short 0xde00" where it is none
    std::optional<std::uint32_t> target; ///< of a branch that names it
    bool operator==(const Instruction&) const = default;
};

class Disassembler
{
public:
    [[nodiscard]] static Result<Disassembler> create();
    Disassembler(Disassembler&&) noexcept;
    Disassembler& operator=(Disassembler&&) noexcept;
    ~Disassembler();

    /// Up to `count` instructions of `code`, which lies at `address`, a multiple of 2. Literals
    /// that `info` knows, where it is given, are written as such. Ends where the code does.
    [[nodiscard]] std::vector<Instruction> disassemble(std::span<const std::byte> code,
                                                       std::uint32_t address, std::size_t count,
                                                       const DebugInfo* info) const;

private:
    class Impl;
    explicit Disassembler(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace perisphere::program
