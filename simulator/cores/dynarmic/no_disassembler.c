/* Stands in for LLVM's disassembler: says that it knows no machine. See CMakeLists.txt. */

#include <stddef.h>

#define KNOWS_NOTHING(name)                                                                        \
    void name(void);                                                                               \
    void name(void) {}

KNOWS_NOTHING(LLVMInitializeAArch64Disassembler)
KNOWS_NOTHING(LLVMInitializeAArch64TargetInfo)
KNOWS_NOTHING(LLVMInitializeAArch64TargetMC)
KNOWS_NOTHING(LLVMInitializeARMDisassembler)
KNOWS_NOTHING(LLVMInitializeARMTargetInfo)
KNOWS_NOTHING(LLVMInitializeARMTargetMC)
KNOWS_NOTHING(LLVMInitializeX86Disassembler)
KNOWS_NOTHING(LLVMInitializeX86TargetInfo)
KNOWS_NOTHING(LLVMInitializeX86TargetMC)

/* No disassembler for that machine; the others are called with one only. */
void* LLVMCreateDisasm(void);
void* LLVMCreateDisasm(void)
{
    return NULL;
}

size_t LLVMDisasmInstruction(void);
size_t LLVMDisasmInstruction(void)
{
    return 0;
}

int LLVMSetDisasmOptions(void);
int LLVMSetDisasmOptions(void)
{
    return 0;
}

KNOWS_NOTHING(LLVMDisasmDispose)
