// guest FILE [faults]: maps a batch of sequences and runs them, so that the file has the results.
//
// A sequence that raises a signal ends there; its record gets the registers of the signal's frame.
// Without "faults" that is SIGILL alone, since a handler of SIGSEGV makes an emulator more careful.
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <ucontext.h>

// record.hpp's
enum {
    kApsr = 16,
    kFpscr = 17,
    kSignal = 18,
    kFaultAddress = 19,
    kEntry = 15,
    kSingles = 20,
    kRecordBytes = 848,
    kCodeBytes = 8 << 20,
};
static uint8_t* const kBase = (uint8_t*)0x10000000;

void run_records(void* first, void* end);
void next_record(void);
void finish(void);
extern uint32_t* current_record;

static uint8_t g_stack[64 * 1024];

static void ended(int number, siginfo_t* information, void* context)
{
    ucontext_t* const user = context;
    mcontext_t* const machine = &user->uc_mcontext;
    uint32_t* const record = current_record;
    memcpy(record, &machine->arm_r0, 15 * sizeof *record); // to LR: they are in order
    record[kEntry] = machine->arm_pc;
    record[kApsr] = machine->arm_cpsr; // with T, E and IT
    record[kSignal] = (uint32_t)number;
    if (number != SIGILL) // ARM's kernel says ILL_ILLOPC, qemu-arm ILL_ILLOPN
        record[kSignal] |= (uint32_t)information->si_code << 8;
    record[kFaultAddress] = (uint32_t)(uintptr_t)information->si_addr;
    // The frame's VFP record: magic, size, registers, FPSCR.
    const uint32_t* const vfp = (const uint32_t*)user->uc_regspace;
    memcpy(record + kSingles, vfp + 2, 64 * sizeof *record);
    record[kFpscr] = vfp[66];
    machine->arm_pc = (uint32_t)(uintptr_t)next_record;
    machine->arm_cpsr &= ~0x0600FE20U; // A32, little-endian, in no IT block
}

int main(int argc, char** argv)
{
    const int file = open(argv[1], O_RDWR);
    struct stat status;
    if (file < 0 || fstat(file, &status) != 0) {
        perror(argv[1]);
        return 1;
    }
    uint8_t* const base = mmap(kBase, (size_t)status.st_size, PROT_READ | PROT_WRITE | PROT_EXEC,
                               MAP_SHARED | MAP_FIXED, file, 0);
    if (base != kBase) {
        perror("mmap");
        return 1;
    }
    const uint32_t target = (uint32_t)(uintptr_t)finish;
    uint32_t* const veneers = (uint32_t*)base;
    // SETEND LE, whatever the sequence made of it, and a branch.
    veneers[0] = 0xF1010000; // A32
    veneers[1] = 0xE51FF004; // ldr pc, [pc, #-4]
    veneers[2] = target;
    veneers[4] = 0xBF00B650; // T32, with a NOP for the alignment
    veneers[5] = 0xF000F8DF; // ldr.w pc, [pc, #0]
    veneers[6] = target;
    __builtin___clear_cache((char*)base, (char*)base + kCodeBytes);

    const stack_t stack = {.ss_sp = g_stack, .ss_size = sizeof g_stack};
    sigaltstack(&stack, NULL);
    struct sigaction action = {.sa_sigaction = ended, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigaction(SIGILL, &action, NULL);
    sigaction(SIGTRAP, &action, NULL);
    if (argc > 2) {
        sigaction(SIGSEGV, &action, NULL);
        sigaction(SIGBUS, &action, NULL);
    }
    run_records(base + kCodeBytes, base + status.st_size);
    return 0;
}
