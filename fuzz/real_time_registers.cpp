// Any accesses to the registers that the real-time cores see, while time passes: none of them
// crashes, makes events without end or without time, or reaches memory that is not the cores'.
// Meanwhile both cores run a program that takes any interrupt and goes on.
//
// The input is a row of steps of eight bytes: what, where (a block, and an offset in it), a value.

#include "real_time_bench.hpp"

#include <elf.h>

#include <array>
#include <cstddef>
#include <cstring>

using namespace perisphere;
using namespace std::chrono_literals;

namespace
{

constexpr std::size_t kMaxSteps = 400;
constexpr soc::AccessOrigin kOrigin{.core = "fuzz", .pc = 0};

struct Step {
    std::uint8_t what = 0;
    std::uint8_t block = 0;
    std::uint16_t offset = 0;
    std::uint32_t value = 0;
};
static_assert(sizeof(Step) == 8);

/// A vector table whose handlers are "bx lr", and a loop.
std::vector<std::uint8_t> program()
{
    struct File {
        Elf32_Ehdr header{};
        Elf32_Phdr segment{};
        std::array<std::uint32_t, 128> vectors{};
        std::array<std::uint16_t, 6> code{0xF44F, 0x3080, 0x3801, 0xD1FD, 0xE7FA, 0x4770};
    } file;
    std::memcpy(file.header.e_ident, ELFMAG, SELFMAG);
    file.header.e_ident[EI_CLASS] = ELFCLASS32;
    file.header.e_ident[EI_DATA] = ELFDATA2LSB;
    file.header.e_type = ET_EXEC;
    file.header.e_machine = EM_ARM;
    file.header.e_entry = realtime::kTcmBase;
    file.header.e_phoff = offsetof(File, segment);
    file.header.e_phentsize = sizeof(Elf32_Phdr);
    file.header.e_phnum = 1;
    constexpr auto bytes = static_cast<Elf32_Word>(sizeof(File) - offsetof(File, vectors));
    file.segment = {.p_type = PT_LOAD,
                    .p_offset = offsetof(File, vectors),
                    .p_vaddr = realtime::kTcmBase,
                    .p_paddr = realtime::kTcmBase,
                    .p_filesz = bytes,
                    .p_memsz = bytes,
                    .p_flags = PF_R | PF_X,
                    .p_align = 4};
    constexpr std::uint32_t code = realtime::kTcmBase + sizeof file.vectors;
    file.vectors.fill((code + 10) | 1U);
    file.vectors[0] = realtime::kTcmBase + realtime::kTcmBytes;
    file.vectors[1] = code | 1U;
    const auto* const begin = reinterpret_cast<const std::uint8_t*>(&file);
    return {begin, begin + sizeof file};
}

void access(realtime::RealTimeCore& core, const Step& step)
{
    soc::RegisterMap& map = core.registers();
    const auto& place = map.places()[step.block % map.places().size()];
    // Near the begin, where the registers of most blocks are; DMA's are all over its range.
    const std::uint32_t range = step.offset < 0x8000 ? std::min(place.bytes, 0x100U) : place.bytes;
    const std::uint32_t address = place.base + step.offset % range;
    const unsigned bytes = 1U << (step.what >> 4) % 3U;
    switch (step.what % 4) {
    case 0:
        static_cast<void>(map.read(address, bytes, kOrigin));
        break;
    case 1:
        static_cast<void>(map.write(address, bytes, step.value, kOrigin));
        break;
    case 2: // as drivers do
        static_cast<void>(map.write(address & ~3U, 4,
                                    map.read(address & ~3U, 4, kOrigin).value_or(0) | step.value,
                                    kOrigin));
        break;
    default:
        static_cast<void>(map.peek(address & ~3U));
        static_cast<void>(map.registerName(address));
        break;
    }
}

/// Enables in the NVIC what the program is to take.
void enableInterrupts(realtime::RealTimeCore& core)
{
    for (std::uint32_t word = 0; word < 4; ++word)
        core.processor().pokeSystem(0xE000E100 + 4 * word, ~0U);
}

void takeUp(fuzz::RealTimeBench& bench)
{
    engine::Snapshot snapshot;
    bench.cores().exchange(snapshot);
    snapshot.rewind();
    bench.cores().exchange(snapshot);
}

void perform(fuzz::RealTimeBench& bench, const Step& step)
{
    const unsigned core = step.what >> 3 & 1U;
    switch (step.what & 7U) {
    case 4:
        bench.run(std::chrono::nanoseconds(step.value % 10'000));
        break;
    case 5:
        bench.run(std::chrono::nanoseconds(step.value % 1'000'000));
        break;
    case 6:
        bench.cores().type(core, std::string(step.block % 40, 'x'));
        break;
    case 7:
        if (step.block % 16 == 0)
            takeUp(bench);
        else
            enableInterrupts(bench.cores().core(core));
        break;
    default:
        access(bench.cores().core(core), step);
        break;
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static fuzz::RealTimeBench bench;
    static const std::vector<std::uint8_t> spinner = program();
    if (!bench.start(spinner))
        std::abort();
    for (std::size_t at = 0; at + sizeof(Step) <= size && at < kMaxSteps * sizeof(Step);
         at += sizeof(Step)) {
        Step step;
        std::memcpy(&step, data + at, sizeof step);
        perform(bench, step);
    }
    bench.run(100us);
    bench.reset();
    return 0;
}
