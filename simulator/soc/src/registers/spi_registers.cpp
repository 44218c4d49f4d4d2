#include "perisphere/soc/registers/spi_registers.hpp"

#include "spi_offsets.hpp"

#include "perisphere/soc/registers/dma.hpp"

#include <utility>

namespace perisphere::soc
{
namespace
{

constexpr std::array<RegisterField, 3> kSpiTransferFields{
    {{"START", 8, 1}, {"BUSY", 16, 1}, {"ADDR_SIZE", 19, 2}}};
constexpr std::array<RegisterField, 11> kSpiModeFields{{{"MORE_BUF", 2, 1},
                                                        {"LSB_FIRST", 3, 1},
                                                        {"CPOL", 4, 1},
                                                        {"CPHA", 5, 1},
                                                        {"BIDIR", 6, 1},
                                                        {"PREFETCH", 7, 1},
                                                        {"START_SEL", 8, 1},
                                                        {"INT_EN", 9, 1},
                                                        {"BOTH_DIR", 10, 1},
                                                        {"CLK_SEL", 16, 12},
                                                        {"SLAVE_SEL", 29, 3}}};
constexpr std::array<RegisterField, 3> kSpiLengthFields{
    {{"MOSI_BITS", 0, 9}, {"MISO_BITS", 12, 9}, {"CMD_BITS", 24, 6}}};
constexpr std::array<RegisterField, 1> kSpiStatusFields{{{"SPI_OK", 0, 1}}};
constexpr std::array<RegisterField, 4> kSpiPolarityFields{
    {{"POLARITY", 0, 8}, {"DMA_MODE", 8, 1}, {"CMD_DELAY", 12, 4}, {"END_DELAY", 16, 4}}};

constexpr RegisterInfo spiRegister(std::uint32_t offset, std::string_view name,
                                   std::span<const RegisterField> fields = {},
                                   std::uint32_t count = 1)
{
    return {.offset = offset, .name = name, .count = count, .fields = fields};
}

constexpr std::array kSpiRegisters{
    spiRegister(SpiOffset::kTransfer, "STCSR", kSpiTransferFields),
    spiRegister(SpiOffset::kCommand, "SOAR"),
    spiRegister(SpiOffset::kDataOut, "SDOR#", {}, 8),
    spiRegister(SpiOffset::kMode, "SMMR", kSpiModeFields),
    spiRegister(SpiOffset::kLengths, "SMBCR", kSpiLengthFields),
    RegisterInfo{.offset = SpiOffset::kQueue, .name = "Q_CTL", .isModelled = false},
    spiRegister(SpiOffset::kStatus, "SCSR", kSpiStatusFields),
    spiRegister(SpiOffset::kPolarity, "CSPOL", kSpiPolarityFields),
    spiRegister(SpiOffset::kDataPort, "DATAPORT"),
    spiRegister(SpiOffset::kDataIn, "SDIR#", {}, 8),
};

/// Where the words of a DMA group go: SOAR, SDOR0 to 7, SMMR, SMBCR, STCSR, and one that nobody
/// reads.
constexpr std::array<std::uint32_t, 12> kSpiGroup{
    SpiOffset::kCommand,      SpiOffset::kDataOut,      SpiOffset::kDataOut + 4,
    SpiOffset::kDataOut + 8,  SpiOffset::kDataOut + 12, SpiOffset::kDataOut + 16,
    SpiOffset::kDataOut + 20, SpiOffset::kDataOut + 24, SpiOffset::kDataOut + 28,
    SpiOffset::kMode,         SpiOffset::kLengths,      SpiOffset::kTransfer};
constexpr std::uint32_t kSpiGroupWords = 13;

} // namespace

SpiRegisters::SpiRegisters(engine::Scheduler& scheduler, bus::Buses& buses, Pads& pads,
                           InterruptLines& lines, DmaRequests& requests, unsigned isu,
                           std::string name)
    : m_scheduler(scheduler)
    , m_name(std::move(name))
    , m_lines(lines)
    , m_requests(requests)
    , m_isu(isu)
    , m_wires(buses, pads, isu)
    , m_timer(scheduler, "spi.registers", [this] { step(); })
{
}

std::span<const RegisterInfo> SpiRegisters::registers() const
{
    return kSpiRegisters;
}

bool SpiRegisters::isDmaMode() const
{
    return (stored(SpiOffset::kPolarity) & SpiBit::kDmaMode) != 0;
}

std::uint32_t SpiRegisters::read(std::uint32_t offset)
{
    const std::uint32_t value = peek(offset);
    if (offset == SpiOffset::kStatus)
        m_state.isDone = false;
    else if (offset == SpiOffset::kDataPort && m_state.wordsGiven < m_state.wordsToGive)
        ++m_state.wordsGiven;
    else
        return value;
    update();
    return value;
}

std::uint32_t SpiRegisters::peek(std::uint32_t offset) const
{
    switch (offset) {
    case SpiOffset::kTransfer:
        return (stored(offset) & ~SpiBit::kBusy) |
               (m_state.phase != Phase::Idle ? SpiBit::kStart | SpiBit::kBusy : 0);
    case SpiOffset::kStatus:
        return m_state.isDone ? SpiBit::kDone : 0;
    case SpiOffset::kDataPort:
        return m_state.wordsGiven < m_state.wordsToGive
                   ? m_state.stored[SpiOffset::kDataIn / 4 + m_state.wordsGiven]
                   : 0;
    default:
        return stored(offset);
    }
}

void SpiRegisters::write(std::uint32_t offset, std::uint32_t value)
{
    const std::uint32_t before = stored(offset);
    switch (offset) {
    case SpiOffset::kTransfer:
        m_state.stored[offset / 4] = value & ~SpiBit::kStart;
        if ((value & SpiBit::kStart) != 0)
            beginTransfer();
        break;
    case SpiOffset::kStatus:
        break;
    case SpiOffset::kPolarity:
        m_state.stored[offset / 4] = value;
        driveRestingSelects(value ^ before);
        if (((value ^ before) & SpiBit::kDmaMode) != 0) {
            m_state.groupWord = 0;
            m_state.wordsToGive = 0;
        }
        break;
    case SpiOffset::kDataPort:
        writeDataPort(value);
        break;
    default:
        m_state.stored[offset / 4] = value;
        break;
    }
    update();
}

/// The next group waits until the transfer of the one before has ended.
void SpiRegisters::writeDataPort(std::uint32_t value)
{
    if (!isDmaMode() || (m_state.groupWord == 0 && m_state.phase != Phase::Idle))
        return;
    const std::uint32_t word = m_state.groupWord;
    m_state.groupWord = (word + 1) % kSpiGroupWords;
    if (word < kSpiGroup.size())
        write(kSpiGroup[word], value);
}

/// The lines to the cores and the DMA controllers.
void SpiRegisters::update()
{
    const bool isInterrupting =
        m_state.isDone && (stored(SpiOffset::kMode) & SpiBit::kInterruptEnable) != 0;
    if (std::exchange(m_isInterrupting, isInterrupting) != isInterrupting)
        m_lines.set(interruptOf(m_isu), isInterrupting);

    const bool takesWords = m_state.groupWord != 0 || m_state.phase == Phase::Idle;
    setRequest(Dma::isuTransmit(m_isu), isDmaMode() && takesWords, m_wantsTransmit);
    setRequest(Dma::isuReceive(m_isu), isDmaMode() && m_state.wordsGiven < m_state.wordsToGive,
               m_wantsReceive);
}

/// Changes only: the ISU's I2C and UART have the same channels.
void SpiRegisters::setRequest(unsigned channel, bool isHigh, bool& current)
{
    if (std::exchange(current, isHigh) != isHigh)
        m_requests.setRequest(channel, isHigh);
}

void SpiRegisters::softwareReset()
{
    m_timer.cancel();
    m_wires.end();
    State fresh;
    fresh.hasPads = m_state.hasPads;
    fresh.hasSelect = m_state.hasSelect;
    fresh.selectLevel = m_state.selectLevel;
    m_state = fresh;
    if (m_state.hasPads)
        m_wires.rest(m_state.shift.mode);
    driveRestingSelects(0);
    update();
}

void SpiRegisters::reset()
{
    softwareReset();
    if (std::exchange(m_state.hasPads, false))
        m_wires.release();
    for (std::size_t select = 0; select < SpiWires::kSelectCount; ++select)
        if (std::exchange(m_state.hasSelect[select], false))
            m_wires.releaseSelect(select);
}

void SpiRegisters::exchange(engine::Snapshot& snapshot)
{
    const bool hadPads = m_state.hasPads;
    const auto hadSelect = m_state.hasSelect;
    snapshot.exchange(m_state);
    m_wires.exchange(snapshot);
    snapshot.exchange(m_timer);
    if (snapshot.isSaving())
        return;
    restorePads(hadPads, hadSelect);
    update();
    m_lines.set(interruptOf(m_isu), m_isInterrupting);
}

} // namespace perisphere::soc
