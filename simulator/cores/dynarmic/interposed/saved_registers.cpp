// A recompiler begins with some two thousand functions for accesses that this machine cannot do
// directly, and most of each is the same: the registers that it saves and restores. Composed
// instruction by instruction they take half of the time that making a recompiler takes; here they
// are composed once for each register that is left out, and copied.

#include "library.hpp"

#include <cstring>
#include <map>
#include <vector>

namespace perisphere::interposed
{
namespace
{

using Dynarmic::Backend::X64::BlockOfCode;
using Dynarmic::Backend::X64::HostLoc;
using Compose = void(BlockOfCode&, HostLoc);
using Bytes = std::vector<std::uint8_t>;

/// Nothing in them depends on where they stand: they name registers and the stack only.
void copyOf(std::map<HostLoc, Bytes>& composed, BlockOfCode& code, HostLoc except, Compose* compose)
{
    if (const auto known = composed.find(except); known != composed.end()) {
        const Bytes& bytes = known->second;
        std::memcpy(code.AllocateFromCodeSpace(bytes.size()), bytes.data(), bytes.size());
        return;
    }
    std::uint8_t* const begin = place(code);
    compose(code, except);
    composed.emplace(except, Bytes(begin, place(code)));
}

} // namespace
} // namespace perisphere::interposed

namespace Dynarmic::Backend::X64
{

// A thread's own: recompilers may be made in several at a time.

void ABI_PushCallerSaveRegistersAndAdjustStackExcept(BlockOfCode& code, HostLoc except)
{
    static auto* const compose = perisphere::interposed::original<perisphere::interposed::Compose>(
        "_ZN8Dynarmic7Backend3X6447ABI_PushCallerSaveRegistersAndAdjustStackExcept"
        "ERNS1_11BlockOfCodeENS1_7HostLocE");
    thread_local std::map<HostLoc, perisphere::interposed::Bytes> composed;
    perisphere::interposed::copyOf(composed, code, except, compose);
}

void ABI_PopCallerSaveRegistersAndAdjustStackExcept(BlockOfCode& code, HostLoc except)
{
    static auto* const compose = perisphere::interposed::original<perisphere::interposed::Compose>(
        "_ZN8Dynarmic7Backend3X6446ABI_PopCallerSaveRegistersAndAdjustStackExcept"
        "ERNS1_11BlockOfCodeENS1_7HostLocE");
    thread_local std::map<HostLoc, perisphere::interposed::Bytes> composed;
    perisphere::interposed::copyOf(composed, code, except, compose);
}

} // namespace Dynarmic::Backend::X64
