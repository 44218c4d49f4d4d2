// Winbond W25Q: NOR flash on SPI, 16 to 128 Mbit. Models identification, reads, page program,
// erases and status writes with their busy times, write enable, power-down and software reset;
// contents last in the part's storage. Leaves out block protection's effect, security registers,
// SFDP, suspend and the dual and quad transfers.

#include "perisphere/bus/spi.hpp"
#include "perisphere/engine/timer.hpp"
#include "perisphere/parts/part_type.hpp"
#include "perisphere/parts/state_archive.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>

namespace perisphere::parts::w25q
{
namespace
{

using namespace std::chrono_literals;

class W25q;

constexpr std::size_t kPage = 256;
constexpr std::size_t kSector = 4096;
constexpr std::uint8_t kBusy = 1U << 0U; // status register 1
constexpr std::uint8_t kWel = 1U << 1U;

// Typical times of the W25Q64JV.
constexpr engine::Duration kProgramTime = 400us;
constexpr engine::Duration kSectorTime = 45ms;
constexpr engine::Duration kHalfBlockTime = 120ms;
constexpr engine::Duration kBlockTime = 150ms;
constexpr engine::Duration kStatusTime = 10ms;
constexpr engine::Duration kChipTimePerMegabyte = 2500ms;

/// A row of the instruction table. `output` gives byte `index` after the address and dummy bytes;
/// `finish` runs when chip select rises after them.
struct Instruction {
    std::uint8_t code;
    std::uint8_t addressBytes;
    std::uint8_t dummyBytes;
    bool whileBusy; ///< also while a program or erase is in progress
    std::uint8_t (W25q::*output)(std::size_t index);
    void (W25q::*finish)();
};

class W25q final : public Part, public bus::SpiTarget
{
public:
    explicit W25q(PartSetup& setup)
        : Part(setup)
        , m_size(static_cast<std::size_t>(setup.configuration.number("megabits")) * 1024 * 1024 / 8)
        , m_contents(openContents(setup, m_size, 0xFF))
        , m_port(setup.context.buses.spi(), {pin("CLK"), pin("DI"), pin("DO"), pin("/CS")}, *this)
        , m_done(scheduler(), "w25q.done", [this] { done(); })
        , m_selectWatch(pin("/CS").onLevel([this](const engine::PinChange& change) {
            if (change.isFalling())
                begin();
            if (change.isRising())
                end();
        }))
    {
        pin("/CS").setPull(engine::Drive::pull(engine::kSupply3V3));
    }

    std::uint8_t exchange(std::uint8_t mosi, const bus::SpiShift& shift) override
    {
        constexpr std::uint8_t kNobody = 0xFF;
        if (shift.mode != bus::SpiMode::Mode0 && shift.mode != bus::SpiMode::Mode3) {
            reportUnmodelled("what happens in SPI modes 1 and 2");
            m_instruction = nullptr; // samples on the wrong edges: nothing that makes sense arrives
            return kNobody;
        }
        const std::size_t index = m_count++;
        if (index == 0) {
            decode(mosi);
            return kNobody;
        }
        if (m_instruction == nullptr)
            return kNobody;
        const std::size_t addressEnd = 1U + m_instruction->addressBytes;
        if (index < addressEnd) {
            m_address = (m_address << 8U | mosi) & 0xFFFFFFU;
            return kNobody;
        }
        const std::size_t dataStart = addressEnd + m_instruction->dummyBytes;
        if (index < dataStart)
            return kNobody;
        if (m_instruction->output != nullptr)
            return (this->*m_instruction->output)(index - dataStart);
        m_input.push_back(mosi);
        if (m_input.size() > kPage) // a longer page program keeps the last bytes
            m_input.erase(m_input.begin());
        ++m_inputCount;
        return kNobody;
    }

    void archiveState(StateArchive& archive) override
    {
        archive.registers("status", m_status);
        archive.integer("operationStart", m_operationStart);
        archive.integer("operationSize", m_operationSize);
        archive.flag("powerDown", m_powerDown);
        archive.flag("resetEnabled", m_resetEnabled);
        archive.timer("done", m_done);
        if (!archive.isRestoring())
            return;
        const bool isInside =
            m_operationStart <= m_size && m_operationSize <= m_size - m_operationStart;
        if (!isInside)
            m_operationSize = 0;
        m_busy.set(isBusy());
    }

private:
    static const std::array<Instruction, 23> kInstructions;

    [[nodiscard]] bool isBusy() const { return (m_status[0] & kBusy) != 0; }

    void begin()
    {
        m_instruction = nullptr;
        m_count = 0;
        m_address = 0;
        m_input.clear();
        m_inputCount = 0;
    }

    void decode(std::uint8_t code)
    {
        constexpr std::uint8_t kReleasePowerDown = 0xAB;
        const auto found =
            std::find_if(kInstructions.begin(), kInstructions.end(),
                         [code](const Instruction& one) { return one.code == code; });
        const bool isDeaf = m_powerDown && code != kReleasePowerDown;
        // FFh is what a read of nothing sends, and a mode reset.
        if (found == kInstructions.end() && code != 0xFF)
            reportUnmodelled(fmt::format("instruction {:02X}h", code));
        if (found == kInstructions.end() || isDeaf || (isBusy() && !found->whileBusy))
            return;
        m_instruction = &*found;
    }

    /// Chip select rose: what was sent takes effect if it came in whole bytes and with its address.
    void end()
    {
        const Instruction* const instruction = std::exchange(m_instruction, nullptr);
        if (instruction == nullptr || instruction->finish == nullptr)
            return;
        if (m_count >= 1U + instruction->addressBytes)
            (this->*instruction->finish)();
        if (instruction->code != 0x66)
            m_resetEnabled = false;
    }

    // Outputs.
    std::uint8_t status1(std::size_t /*index*/) { return m_status[0]; }
    std::uint8_t status2(std::size_t /*index*/) { return m_status[1]; }
    std::uint8_t status3(std::size_t /*index*/) { return m_status[2]; }
    std::uint8_t data(std::size_t index)
    {
        return m_contents->bytes()[(m_address + index) % m_size];
    }
    /// By size: the device identification, which counts with the address bits.
    [[nodiscard]] std::uint8_t deviceId() const
    {
        return static_cast<std::uint8_t>(std::bit_width(m_size) - 2);
    }
    std::uint8_t jedecId(std::size_t index)
    {
        const std::array<std::uint8_t, 3> id = {0xEF, 0x40,
                                                static_cast<std::uint8_t>(deviceId() + 1)};
        return index < id.size() ? id.at(index) : 0xFF;
    }
    std::uint8_t manufacturerAndDevice(std::size_t index)
    {
        return (index + m_address) % 2 == 0 ? 0xEF : deviceId();
    }
    std::uint8_t deviceIdOnly(std::size_t /*index*/) { return deviceId(); }
    std::uint8_t uniqueId(std::size_t index)
    {
        // The same for every run, different for every name.
        return static_cast<std::uint8_t>(engine::fnv1a64(name()) >> 8 * (index % 8));
    }

    // What chip select starts.
    void writeEnable() { m_status[0] |= kWel; }
    void writeDisable() { m_status[0] &= static_cast<std::uint8_t>(~kWel); }
    void powerDown() { m_powerDown = true; }
    void releasePowerDown() { m_powerDown = false; }
    void enableReset() { m_resetEnabled = true; }
    void reset()
    {
        if (!m_resetEnabled)
            return;
        m_done.cancel();
        m_status[0] &= static_cast<std::uint8_t>(~(kBusy | kWel));
        m_powerDown = false;
        m_busy.set(false);
    }

    void programPage()
    {
        if (!isWriteEnabled() || m_input.empty())
            return;
        const std::size_t page = m_address % m_size / kPage * kPage;
        // Past its end the page is written from its start; programming only clears bits.
        const std::size_t skipped = m_inputCount - m_input.size();
        for (std::size_t i = 0; i < m_input.size(); ++i)
            m_contents->bytes()[page + (m_address + skipped + i) % kPage] &= m_input[i];
        start(kProgramTime, page, kPage);
    }
    void eraseSector() { erase(kSector, kSectorTime); }
    void eraseHalfBlock() { erase(32 * 1024UL, kHalfBlockTime); }
    void eraseBlock() { erase(64 * 1024UL, kBlockTime); }
    void eraseChip()
    {
        erase(m_size, kChipTimePerMegabyte * static_cast<std::int64_t>(m_size / (1024UL * 1024UL)));
    }
    void erase(std::size_t size, engine::Duration time)
    {
        if (!isWriteEnabled())
            return;
        const std::size_t first = m_address % m_size / size * size;
        const auto range = m_contents->bytes().subspan(first, size);
        std::fill(range.begin(), range.end(), std::uint8_t{0xFF});
        start(time, first, size);
    }
    void writeStatus1() { writeStatus(0); }
    void writeStatus2() { writeStatus(1); }
    void writeStatus3() { writeStatus(2); }
    void writeStatus(std::size_t first)
    {
        if (!isWriteEnabled() || m_input.empty())
            return;
        constexpr std::array<std::uint8_t, 3> kWritable = {0xFC, 0x7B, 0x64};
        // QE and the output driver's strength change nothing that single transfers could see.
        constexpr std::array<std::uint8_t, 3> kWithoutEffect = {0xFC, 0x79, 0x04};
        constexpr std::array<std::string_view, 3> kFields = {"block protection (SRP, SEC, TB, BP)",
                                                             "protection (CMP, LB, SRL)", "WPS"};
        // Register 1's instruction may carry register 2 as well.
        const std::size_t count = std::min<std::size_t>(m_input.size(), first == 0 ? 2 : 1);
        for (std::size_t i = 0; i < count; ++i) {
            const std::uint8_t mask = kWritable.at(first + i);
            if ((m_input[i] & kWithoutEffect.at(first + i)) != 0)
                reportUnmodelled(
                    fmt::format("{} of status register {}", kFields.at(first + i), first + i + 1));
            auto& status = m_status.at(first + i);
            status = static_cast<std::uint8_t>((status & ~mask) | (m_input[i] & mask));
        }
        start(kStatusTime, 0, 0);
    }

    [[nodiscard]] bool isWriteEnabled() const { return (m_status[0] & kWel) != 0; }

    void start(engine::Duration time, std::size_t first, std::size_t size)
    {
        m_status[0] |= kBusy;
        m_operationStart = first;
        m_operationSize = size;
        m_done.setAfter(time);
        m_busy.set(true);
        m_operations.set(m_operations.value() + 1);
    }

    void done()
    {
        m_status[0] &= static_cast<std::uint8_t>(~(kBusy | kWel));
        m_busy.set(false);
        if (m_operationSize == 0)
            return;
        if (auto committed = m_contents->commit(m_operationStart, m_operationSize); !committed)
            scheduler().fault(
                committed.error().during("keep the contents of flash \"" + name() + "\""));
    }

    engine::BoolProperty m_busy{properties(), engine::Access::Observable, "busy",
                                "whether it programs or erases"};
    engine::IntegerProperty m_operations{
        properties(), engine::Access::Observable, "operations", "programs and erases so far", 0, "",
        {0, {}, {}}};
    std::size_t m_size;
    std::unique_ptr<StoredBytes> m_contents;
    bus::SpiPort m_port;
    engine::Timer m_done;
    std::array<std::uint8_t, 3> m_status{};
    bool m_powerDown = false;
    bool m_resetEnabled = false;
    std::size_t m_operationStart = 0;
    std::size_t m_operationSize = 0;
    // Of the access in progress.
    const Instruction* m_instruction = nullptr;
    std::size_t m_count = 0;
    std::uint32_t m_address = 0;
    std::vector<std::uint8_t> m_input;
    std::size_t m_inputCount = 0;
    engine::Subscription m_selectWatch;
};

const std::array<Instruction, 23> W25q::kInstructions = {{
    {0x01, 0, 0, false, nullptr, &W25q::writeStatus1},
    {0x02, 3, 0, false, nullptr, &W25q::programPage},
    {0x03, 3, 0, false, &W25q::data, nullptr},
    {0x04, 0, 0, false, nullptr, &W25q::writeDisable},
    {0x05, 0, 0, true, &W25q::status1, nullptr},
    {0x06, 0, 0, false, nullptr, &W25q::writeEnable},
    {0x0B, 3, 1, false, &W25q::data, nullptr},
    {0x11, 0, 0, false, nullptr, &W25q::writeStatus3},
    {0x15, 0, 0, true, &W25q::status3, nullptr},
    {0x20, 3, 0, false, nullptr, &W25q::eraseSector},
    {0x31, 0, 0, false, nullptr, &W25q::writeStatus2},
    {0x35, 0, 0, true, &W25q::status2, nullptr},
    {0x4B, 0, 4, false, &W25q::uniqueId, nullptr},
    {0x52, 3, 0, false, nullptr, &W25q::eraseHalfBlock},
    {0x60, 0, 0, false, nullptr, &W25q::eraseChip},
    {0x66, 0, 0, true, nullptr, &W25q::enableReset},
    {0x90, 3, 0, false, &W25q::manufacturerAndDevice, nullptr},
    {0x99, 0, 0, true, nullptr, &W25q::reset},
    {0x9F, 0, 0, false, &W25q::jedecId, nullptr},
    {0xAB, 0, 3, false, &W25q::deviceIdOnly, &W25q::releasePowerDown},
    {0xB9, 0, 0, false, nullptr, &W25q::powerDown},
    {0xC7, 0, 0, false, nullptr, &W25q::eraseChip},
    {0xD8, 3, 0, false, nullptr, &W25q::eraseBlock},
}};

constexpr PinHint kPins[] = {
    {"/CS", "chip select, active low", 0, 4.4, PinRole::Input},
    {"DO", "data out", 0, 3.1, PinRole::Shared},
    {"DI", "data in", 5.2, 0.6, PinRole::Input},
    {"CLK", "clock", 5.2, 1.9, PinRole::Input},
};

} // namespace

extern const PartType kType;
constinit const PartType kType = {.name = "w25q",
                                  .title = "W25Q flash",
                                  .description = "A NOR flash on SPI whose contents last",
                                  .configuration = R"({
        "megabits": {"type": "integer", "enum": [16, 32, 64, 128],
                     "description": "Size: 64 is the W25Q64 with 8 MiB.", "default": 64}
    })",
                                  .drawing = {Shape::Chip, 5.2, 5.2, "#181818", kPins},
                                  .make = [](PartSetup& setup) -> std::unique_ptr<Part> {
                                      return std::make_unique<W25q>(setup);
                                  }};

} // namespace perisphere::parts::w25q
