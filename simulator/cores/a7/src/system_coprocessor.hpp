// What processes see of p15: their thread's pointers and the barriers of ARMv6.
#pragma once

#include <dynarmic/interface/A32/coprocessor.h>

#include <cstdint>

namespace perisphere::a7
{

/// Whether the instruction is one of a coprocessor, VFP and Advanced SIMD apart, that processes
/// cannot execute. @param word both halfwords of T32, the first one in the high half
[[nodiscard]] bool isUndefinedCoprocessorAccess(std::uint32_t word, bool isThumb);

/// All others are kept from the recompiler, which would go on behind them.
class SystemCoprocessor final : public Dynarmic::A32::Coprocessor
{
public:
    using Reg = Dynarmic::A32::CoprocReg;

    /// @param isSystem p15, in front of the others
    SystemCoprocessor(std::uint32_t& tls, std::uint32_t& userTls, bool isSystem)
        : m_tls(tls)
        , m_userTls(userTls)
        , m_isSystem(isSystem)
    {
    }

    std::optional<Callback> CompileInternalOperation(bool isSecond, unsigned opc1, Reg d, Reg n,
                                                     Reg m, unsigned opc2) override;
    CallbackOrAccessOneWord CompileSendOneWord(bool isSecond, unsigned opc1, Reg n, Reg m,
                                               unsigned opc2) override;
    CallbackOrAccessTwoWords CompileSendTwoWords(bool isSecond, unsigned opc, Reg m) override;
    CallbackOrAccessOneWord CompileGetOneWord(bool isSecond, unsigned opc1, Reg n, Reg m,
                                              unsigned opc2) override;
    CallbackOrAccessTwoWords CompileGetTwoWords(bool isSecond, unsigned opc, Reg m) override;
    std::optional<Callback> CompileLoadWords(bool isSecond, bool isLong, Reg d,
                                             std::optional<std::uint8_t> option) override;
    std::optional<Callback> CompileStoreWords(bool isSecond, bool isLong, Reg d,
                                              std::optional<std::uint8_t> option) override;

private:
    std::uint32_t& m_tls;     ///< TPIDRURO
    std::uint32_t& m_userTls; ///< TPIDRURW
    bool m_isSystem;
};

} // namespace perisphere::a7
