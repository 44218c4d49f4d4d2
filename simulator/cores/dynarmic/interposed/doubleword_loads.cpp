// LDRD as two loads of a word. As one of 64 bits, as the recompiler has it, it waits where both
// words were stored one by one a moment ago: this machine's processor forwards to a load what one
// store has written, not two. Compilers keep pairs of locals so; sorting a list takes a quarter
// less time.

#include "library.hpp"

namespace Dynarmic
{
namespace IR
{

enum class AccType;
enum class Type : int {
    U32 = 1 << 8,
    U64 = 1 << 9,
};

constexpr Type operator|(Type a, Type b)
{
    return static_cast<Type>(static_cast<int>(a) | static_cast<int>(b));
}

/// Of the recompiler's intermediate representation.
template <Type>
struct TypedValue {
    int type;
    std::uint64_t value; ///< of a constant, else where the instruction is
};

using U32 = TypedValue<Type::U32>;
using U64 = TypedValue<Type::U64>;
using U32U64 = TypedValue<Type::U32 | Type::U64>;

class IREmitter
{
public:
    U32 Imm32(std::uint32_t value) const;
    U32U64 Add(const U32U64& a, const U32U64& b);
    U64 Pack2x32To1x64(const U32& low, const U32& high);
};

} // namespace IR

namespace A32
{

class IREmitter : public IR::IREmitter
{
public:
    /// A constant: PC in its lower half.
    IR::U64 ImmCurrentLocationDescriptor();
    IR::U32 ReadMemory32(const IR::U32& address, IR::AccType access);
    PERISPHERE_INTERPOSES IR::U64 ReadMemory64(const IR::U32& address, IR::AccType access);
};

} // namespace A32
} // namespace Dynarmic

namespace perisphere::interposed
{
namespace
{

/// Of a location: the words of a doubleword are in the other order then.
constexpr std::uint64_t kIsBigEndian = std::uint64_t{1} << 33;

using Read = Dynarmic::IR::U64(Dynarmic::A32::IREmitter*, const Dynarmic::IR::U32&,
                               Dynarmic::IR::AccType);

} // namespace
} // namespace perisphere::interposed

namespace Dynarmic::A32
{

IR::U64 IREmitter::ReadMemory64(const IR::U32& address, IR::AccType access)
{
    static auto* const read = perisphere::interposed::original<perisphere::interposed::Read>(
        "_ZN8Dynarmic3A329IREmitter12ReadMemory64"
        "ERKNS_2IR10TypedValueILNS2_4TypeE256EEENS2_7AccTypeE");
    if ((ImmCurrentLocationDescriptor().value & perisphere::interposed::kIsBigEndian) != 0)
        return read(this, address, access);
    const IR::U32 low = ReadMemory32(address, access);
    const IR::U32 four = Imm32(4);
    const IR::U32U64 next = Add({address.type, address.value}, {four.type, four.value});
    return Pack2x32To1x64(low, ReadMemory32({next.type, next.value}, access));
}

} // namespace Dynarmic::A32
