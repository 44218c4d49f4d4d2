#include "perisphere/program/disassembler.hpp"

#include "perisphere/program/debug_info.hpp"

#include <capstone/capstone.h>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace perisphere::program
{
namespace
{

struct FreeInstruction {
    void operator()(cs_insn* instruction) const { cs_free(instruction, 1); }
};

std::uint32_t halfAt(std::span<const std::byte> code, std::size_t offset)
{
    return std::to_integer<std::uint32_t>(code[offset]) |
           std::to_integer<std::uint32_t>(code[offset + 1]) << 8;
}

/// The first halfword of a Thumb instruction of 32 bits; ARMv7-M manual, A5.1.
bool isWide(std::uint32_t half)
{
    return half >> 11 >= 0x1D;
}

std::optional<std::uint32_t> targetOf(const cs_insn& instruction)
{
    const cs_detail* const detail = instruction.detail;
    const bool isBranch =
        detail != nullptr &&
        std::any_of(detail->groups, detail->groups + detail->groups_count, [](std::uint8_t group) {
            return group == ARM_GRP_JUMP || group == ARM_GRP_CALL;
        });
    // BL of some versions of Capstone is in no group.
    const bool isCall = instruction.id == ARM_INS_BL;
    if (detail == nullptr || (!isBranch && !isCall))
        return std::nullopt;
    for (unsigned i = 0; i < detail->arm.op_count; ++i)
        if (detail->arm.operands[i].type == ARM_OP_IMM)
            return static_cast<std::uint32_t>(detail->arm.operands[i].imm);
    return std::nullopt;
}

} // namespace

class Disassembler::Impl
{
public:
    Impl() = default;
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl()
    {
        m_instruction.reset();
        if (m_handle != 0)
            cs_close(&m_handle);
    }

    Result<> open()
    {
        const auto mode = static_cast<cs_mode>(CS_MODE_THUMB | CS_MODE_MCLASS);
        if (const cs_err error = cs_open(CS_ARCH_ARM, mode, &m_handle); error != CS_ERR_OK)
            return fail(ErrorCode::Unsupported,
                        fmt::format("the disassembler does not start: {}", cs_strerror(error)));
        cs_option(m_handle, CS_OPT_DETAIL, CS_OPT_ON);
        m_instruction.reset(cs_malloc(m_handle));
        return {};
    }

    [[nodiscard]] Instruction one(std::span<const std::byte> code, std::uint32_t address) const
    {
        const auto* bytes = reinterpret_cast<const std::uint8_t*>(code.data());
        std::size_t left = code.size();
        std::uint64_t at = address;
        if (cs_disasm_iter(m_handle, &bytes, &left, &at, m_instruction.get())) {
            const std::string_view operands = m_instruction->op_str;
            return {.address = address,
                    .bytes = m_instruction->size,
                    .text = fmt::format("{}{}{}", m_instruction->mnemonic,
                                        operands.empty() ? "" : " ", operands),
                    .target = targetOf(*m_instruction)};
        }
        const std::uint32_t half = halfAt(code, 0);
        if (isWide(half) && code.size() >= 4)
            return {.address = address,
                    .bytes = 4,
                    .text = fmt::format(".inst.w 0x{:04x}{:04x}", half, halfAt(code, 2)),
                    .target = {}};
        return {.address = address,
                .bytes = 2,
                .text = fmt::format(".short 0x{:04x}", half),
                .target = {}};
    }

private:
    csh m_handle = 0;
    std::unique_ptr<cs_insn, FreeInstruction> m_instruction;
};

Disassembler::Disassembler(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}
Disassembler::Disassembler(Disassembler&&) noexcept = default;
Disassembler& Disassembler::operator=(Disassembler&&) noexcept = default;
Disassembler::~Disassembler() = default;

Result<Disassembler> Disassembler::create()
{
    auto impl = std::make_unique<Impl>();
    if (const auto opened = impl->open(); !opened)
        return fail(opened.error());
    return Disassembler(std::move(impl));
}

std::vector<Instruction> Disassembler::disassemble(std::span<const std::byte> code,
                                                   std::uint32_t address, std::size_t count,
                                                   const DebugInfo* info) const
{
    std::vector<Instruction> instructions;
    while (instructions.size() < count && code.size() >= 2) {
        Instruction next;
        if (info == nullptr || !info->isData(address))
            next = m_impl->one(code, address);
        else if (address % 4 == 0 && code.size() >= 4 && info->isData(address + 2))
            next = {.address = address,
                    .bytes = 4,
                    .text = fmt::format(".word 0x{:04x}{:04x}", halfAt(code, 2), halfAt(code, 0)),
                    .target = {}};
        else
            next = {.address = address,
                    .bytes = 2,
                    .text = fmt::format(".short 0x{:04x}", halfAt(code, 0)),
                    .target = {}};
        address += next.bytes;
        code = code.subspan(std::min<std::size_t>(next.bytes, code.size()));
        instructions.push_back(std::move(next));
    }
    return instructions;
}

} // namespace perisphere::program
