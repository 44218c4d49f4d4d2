#include "machines.hpp"

#include "perisphere/m4/core.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <span>
#include <stdexcept>

namespace perisphere::differential
{
namespace
{

/// Longer than any image takes; one that hangs ends here.
constexpr std::uint64_t kMaxCycles = 4'000'000'000;
constexpr unsigned kMaxSeconds = 120;

enum Semihosting : std::uint32_t { kOpen = 1, kClose = 2, kWrite = 5, kExit = 0x18 };

/// No devices: outside its memory the board has bus errors.
class BareBus final : public m4::SystemBus
{
public:
    explicit BareBus(const m4::AddressSpace& space)
        : m_space(space)
    {
    }

    bool admit(std::uint64_t) override { return true; }
    std::optional<std::uint32_t> read(std::uint32_t, unsigned) override { return std::nullopt; }
    bool write(std::uint32_t, unsigned, std::uint32_t) override { return false; }
    [[nodiscard]] std::uint64_t limit() const override { return hasExited ? 0 : ~std::uint64_t{0}; }
    void stimulus(unsigned, std::uint32_t, unsigned) override {}
    void unmodelled(std::uint32_t) override {}

    std::optional<std::uint32_t> semihosting(std::uint32_t operation,
                                             std::uint32_t parameter) override
    {
        if (operation == kWrite)
            append(parameter);
        hasExited = operation == kExit;
        return operation == kOpen ? 1 : 0;
    }

    std::vector<std::uint8_t> written;
    bool hasExited = false;

private:
    void append(std::uint32_t block)
    {
        std::array<std::uint32_t, 3> words{}; // handle, address, bytes
        const std::uint8_t* const from = m_space.readable(block, sizeof words);
        if (from == nullptr)
            return;
        std::memcpy(words.data(), from, sizeof words);
        if (const std::uint8_t* const data = m_space.readable(words[1], words[2]))
            written.insert(written.end(), data, data + words[2]);
    }

    const m4::AddressSpace& m_space;
};

std::unique_ptr<m4::Memory> mapped(m4::AddressSpace& space, std::uint32_t base, std::size_t bytes,
                                   std::span<const std::uint8_t> content)
{
    auto memory = m4::Memory::create(bytes).value();
    std::copy(content.begin(), content.end(), memory->bytes().begin());
    if (const auto done = space.map(base, *memory, m4::MemoryAccess::ReadWrite); !done)
        throw std::runtime_error(done.error().message);
    return memory;
}

void writeFile(const std::filesystem::path& path, std::span<const std::uint8_t> content)
{
    std::ofstream file(path, std::ios::binary);
    file.write(reinterpret_cast<const char*>(content.data()),
               static_cast<std::streamsize>(content.size()));
}

} // namespace

RunResult runOnQemu(const Image& image, const std::filesystem::path& folder)
{
    writeFile(folder / "code.bin", image.code);
    writeFile(folder / "parameters.bin", image.parameters);
    writeFile(folder / "records.bin", image.records);
    std::filesystem::remove(folder / "results.bin");
    const std::string command = fmt::format(
        "cd '{}' && timeout {} qemu-system-arm -M mps2-an386 -nodefaults -display none -monitor "
        "none -serial none -semihosting-config enable=on,target=native -accel tcg,tb-size=128 "
        "-kernel code.bin -device loader,file=parameters.bin,addr={:#x},force-raw=on "
        "-device loader,file=records.bin,addr={:#x},force-raw=on >qemu.log 2>&1 </dev/null",
        folder.string(), kMaxSeconds, kDataBase, kRecordBase);
    const int status = std::system(command.c_str());
    std::ifstream file(folder / "results.bin", std::ios::binary);
    RunResult result;
    result.bytes.assign(std::istreambuf_iterator<char>(file), {});
    if (status != 0 || result.bytes.empty()) {
        std::ifstream log(folder / "qemu.log");
        result.failure = fmt::format("qemu-system-arm ended with status {:#x}: {}", status,
                                     std::string(std::istreambuf_iterator<char>(log), {}));
    }
    return result;
}

RunResult runOnCore(const Image& image, Execution execution)
{
    auto space = m4::AddressSpace::create().value();
    const auto code = mapped(*space, kCodeBase, kCodeBytes, image.code);
    const auto data = mapped(*space, kDataBase, kDataBytes, image.parameters);
    const auto records = mapped(*space, kRecordBase, kRecordAreaBytes, image.records);
    BareBus bus(*space);
    // As QEMU's Cortex-M4 is.
    const auto core = m4::Core::create(*space, bus,
                                       {.priorityBits = 8,
                                        .interrupts = 32,
                                        .cpuid = 0x410FC240,
                                        .isFpuEnabled = false,
                                        .checksAlignment = execution == Execution::Trapped});
    core->reset(kCodeBase);
    for (;;) {
        const m4::Stop stop = core->run(kMaxCycles);
        if (bus.hasExited)
            return {std::move(bus.written), {}};
        if (stop == m4::Stop::Asleep && core->nextOwnEvent() < kMaxCycles) {
            core->skipTo(core->nextOwnEvent());
            continue;
        }
        return {{},
                fmt::format("the core stopped ({}) at {:#010x}, xPSR {:#010x}, after {} cycles: {}",
                            static_cast<int>(stop), core->get(m4::Register::Pc),
                            core->get(m4::Register::Xpsr), core->cycles(), core->faultText())};
    }
}

} // namespace perisphere::differential
