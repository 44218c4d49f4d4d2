// Loads and stores taken apart: what this core does itself when the recompiler must not.
#pragma once

#include "instruction.hpp"

#include <cstdint>
#include <optional>

namespace perisphere::m4
{

struct MemoryOperation {
    enum class Form : std::uint8_t {
        Single,   ///< one register
        Dual,     ///< LDRD, STRD
        Multiple, ///< LDM, STM, PUSH, POP
        Table,    ///< TBB, TBH
        Exclusive,
        FloatingSingle,  ///< VLDR, VSTR
        FloatingMultiple ///< VLDM, VSTM, VPUSH, VPOP
    };
    Form form = Form::Single;
    bool isLoad = false;
    std::uint8_t bytes = 4; ///< of one access
    bool isSigned = false;
    bool isUnprivileged = false; ///< LDRT and its kin
    std::uint8_t base = 0;       ///< register
    std::uint8_t target = 0;     ///< register; of FloatingX: the first single one
    std::uint8_t target2 = 0;    ///< of Dual; of Exclusive stores: that of the result
    std::int32_t offset = 0;     ///< bytes, when there is no index register
    bool hasIndex = false;
    std::uint8_t index = 0;
    std::uint8_t shift = 0;
    bool isPostIndexed = false;
    bool writesBack = false;
    std::uint16_t list = 0; ///< of Multiple
    std::uint8_t count = 1; ///< words, of Multiple and FloatingX
};

/// nullopt for what is no load or store.
[[nodiscard]] std::optional<MemoryOperation> decodeMemoryOperation(Instruction instruction);

} // namespace perisphere::m4
