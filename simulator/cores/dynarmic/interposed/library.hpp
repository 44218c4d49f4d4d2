// What the files of this folder use of the recompiler's own functions: those that its library
// exports but no header of it declares. One of ours with the name of one of the library's takes its
// place, since programs come before their libraries where names are looked up; no function of
// another version is ever mistaken for one of these, because their names have their types in them.
//
// None of this changes what programs compute. Without it all works, slower.
#pragma once

#include <dlfcn.h>

#include <cstddef>
#include <cstdint>

/// Of a function that takes the place of one of the library's. Nothing of ours calls it.
#define PERISPHERE_INTERPOSES __attribute__((visibility("default"), used))

namespace Dynarmic::Backend::X64
{

enum class HostLoc;

/// Where the code for this machine is written to.
class BlockOfCode
{
public:
    PERISPHERE_INTERPOSES void EnterStandardASIMD();
    PERISPHERE_INTERPOSES void LeaveStandardASIMD();

    /// @return the bytes that come next, which are written now
    void* AllocateFromCodeSpace(std::size_t bytes);
    /// What comes next is written here.
    void SetCodePtr(const void* place);
};

PERISPHERE_INTERPOSES void ABI_PushCallerSaveRegistersAndAdjustStackExcept(BlockOfCode& code,
                                                                           HostLoc except);
PERISPHERE_INTERPOSES void ABI_PopCallerSaveRegistersAndAdjustStackExcept(BlockOfCode& code,
                                                                          HostLoc except);

} // namespace Dynarmic::Backend::X64

namespace perisphere::interposed
{

inline std::uint8_t* place(Dynarmic::Backend::X64::BlockOfCode& code)
{
    return static_cast<std::uint8_t*>(code.AllocateFromCodeSpace(0));
}

/// The library's own function, whose place one of ours has taken.
/// @param name as the linker knows it
template <class Function>
Function* original(const char* name)
{
    return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

} // namespace perisphere::interposed
