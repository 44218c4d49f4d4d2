#include "perisphere/soc/registers/dma.hpp"

#include "dma_channel.hpp"

#include <utility>

namespace perisphere::soc
{
namespace
{

constexpr std::uint32_t kDmaChannelStride = 0x100;
constexpr std::uint32_t kDmaGlobal = 0x4000;
constexpr unsigned kDmaChannelsPerStatus = 16;

// Offsets from kDmaGlobal.
constexpr std::uint32_t kDmaStatus0 = 0x00;
constexpr std::uint32_t kDmaStatus1 = 0x04;
constexpr std::uint32_t kDmaChannelReset = 0x08;
constexpr std::uint32_t kDmaEnable = 0x20;
constexpr std::uint32_t kDmaEnableSet = 0x24;
constexpr std::uint32_t kDmaEnableClear = 0x28;
constexpr std::uint32_t kDmaPauseStatus = 0x34;

constexpr std::array<RegisterField, 1> kDmaCountFields{{{"RLLEN", 16, 1}}};
constexpr std::array<RegisterField, 12> kDmaControlFields{{{"SIZE", 0, 2},
                                                           {"SINC", 2, 1},
                                                           {"DINC", 3, 1},
                                                           {"DREQ", 4, 1},
                                                           {"B2W", 5, 1},
                                                           {"BURST", 8, 3},
                                                           {"HITEN", 13, 1},
                                                           {"TOEN", 14, 1},
                                                           {"ITEN", 15, 1},
                                                           {"WPSD", 16, 1},
                                                           {"WPEN", 17, 1},
                                                           {"DIR", 18, 1}}};
constexpr std::array<RegisterField, 1> kDmaStartFields{{{"STR", 15, 1}}};
constexpr std::array<RegisterField, 3> kDmaInterruptFields{
    {{"HALF", 13, 1}, {"COMPLETE", 15, 1}, {"TIMEOUT", 16, 1}}};
constexpr std::array<RegisterField, 3> kDmaFifoStatusFields{
    {{"FULL", 0, 1}, {"EMPTY", 1, 1}, {"ALERT", 2, 1}}};
constexpr std::array<RegisterField, 2> kDmaPointerFields{{{"POINTER", 0, 16}, {"WRAP", 16, 1}}};

constexpr RegisterInfo dmaChannels(std::uint32_t offset, std::string_view name,
                                   std::span<const RegisterField> fields = {},
                                   bool isModelled = true)
{
    return {.offset = offset,
            .name = name,
            .isModelled = isModelled,
            .count = Dma::kChannelCount,
            .stride = kDmaChannelStride,
            .fields = fields};
}

constexpr RegisterInfo dmaGlobal(std::uint32_t offset, std::string_view name,
                                 bool isModelled = true)
{
    return {.offset = kDmaGlobal + offset, .name = name, .isModelled = isModelled};
}

constexpr std::array kDmaRegisters{
    dmaChannels(DmaOffset::kSource, "CH#_SRC"),
    dmaChannels(DmaOffset::kDestination, "CH#_DST"),
    dmaChannels(DmaOffset::kWrapPoint, "CH#_WPPT"),
    dmaChannels(DmaOffset::kWrapTo, "CH#_WPTO"),
    dmaChannels(DmaOffset::kCount, "CH#_COUNT", kDmaCountFields),
    dmaChannels(DmaOffset::kControl, "CH#_CON", kDmaControlFields),
    dmaChannels(DmaOffset::kStart, "CH#_START", kDmaStartFields),
    dmaChannels(DmaOffset::kInterruptStatus, "CH#_INTSTA", kDmaInterruptFields),
    dmaChannels(DmaOffset::kAcknowledge, "CH#_ACKINT", kDmaInterruptFields),
    dmaChannels(DmaOffset::kRemaining, "CH#_RLCT"),
    dmaChannels(0x28, "CH#_LIMITER"), // bandwidth: there is no other load on the bus
    dmaChannels(DmaOffset::kMemory, "CH#_PGMADDR"),
    dmaChannels(DmaOffset::kFill, "CH#_FFCNT"),
    dmaChannels(DmaOffset::kFifoStatus, "CH#_FFSTA", kDmaFifoStatusFields),
    dmaChannels(DmaOffset::kAlertLength, "CH#_ALTLEN"),
    dmaChannels(DmaOffset::kFifoSize, "CH#_FFSIZE"),
    dmaChannels(DmaOffset::kTimeout, "CH#_TO"),
    dmaChannels(DmaOffset::kHardwarePointer, "CH#_HWPTR", kDmaPointerFields),
    dmaChannels(DmaOffset::kSoftwarePointer, "CH#_SWPTR", kDmaPointerFields),
    dmaChannels(DmaOffset::kPort, "CH#_FIXADDR"),
    dmaGlobal(kDmaStatus0, "GLBSTA0"),
    dmaGlobal(kDmaStatus1, "GLBSTA1"),
    dmaGlobal(kDmaChannelReset, "CH_RST"),
    dmaGlobal(0x0C, "GLO_CON", false),
    dmaGlobal(0x10, "GROUP0", false),
    dmaGlobal(0x14, "GROUP1", false),
    dmaGlobal(0x18, "ISU_VFIFO", false),
    dmaGlobal(0x1C, "ISU_VFIFO_ERR", false),
    dmaGlobal(kDmaEnable, "CH_EN"), // of the clocks, which are not modelled
    dmaGlobal(kDmaEnableSet, "CH_EN_SET"),
    dmaGlobal(kDmaEnableClear, "CH_EN_CLR"),
    dmaGlobal(0x30, "PAUSE", false),
    dmaGlobal(kDmaPauseStatus, "PAUSE_STA", false),
    dmaGlobal(0x50, "SET_DREQ"), // requests are levels, which the peripherals keep
    dmaGlobal(0x58, "CLR_DREQ"),
};

DmaKind dmaKindOf(unsigned channel)
{
    if (channel < Dma::kMemoryToMemory)
        return DmaKind::Half;
    return channel == Dma::kMemoryToMemory ? DmaKind::Full : DmaKind::VirtualFifo;
}

} // namespace

Dma::Dma(engine::Scheduler& scheduler, BusMemory& memory, InterruptLines& lines, std::string name)
    : m_name(std::move(name))
    , m_lines(lines)
{
    for (unsigned i = 0; i < kChannelCount; ++i)
        m_channels[i] = std::make_unique<DmaChannel>(
            dmaKindOf(i), DmaChannel::Surroundings{.scheduler = scheduler,
                                                   .memory = memory,
                                                   .hclk = m_hclk,
                                                   .onInterrupts = [this] { updateIrq(); }});
}

Dma::~Dma() = default;

void Dma::setHclk(std::uint32_t hertz)
{
    if (hertz == m_hclk)
        return;
    for (const auto& channel : m_channels)
        channel->beforeHclkChange();
    m_hclk = hertz;
    for (const auto& channel : m_channels)
        channel->afterHclkChange();
}

std::span<const RegisterInfo> Dma::registers() const
{
    return kDmaRegisters;
}

std::uint32_t Dma::read(std::uint32_t offset)
{
    if (offset < kChannelCount * kDmaChannelStride)
        return m_channels[offset / kDmaChannelStride]->read(offset % kDmaChannelStride);
    if (offset == kDmaGlobal + kDmaStatus0 || offset == kDmaGlobal + kDmaStatus1)
        for (const auto& channel : m_channels)
            static_cast<void>(channel->read(DmaOffset::kInterruptStatus)); // what is due is done
    return peek(offset);
}

std::uint32_t Dma::peek(std::uint32_t offset) const
{
    if (offset < kChannelCount * kDmaChannelStride)
        return m_channels[offset / kDmaChannelStride]->peek(offset % kDmaChannelStride);
    switch (offset - kDmaGlobal) {
    case kDmaStatus0:
        return globalStatus(0);
    case kDmaStatus1:
        return globalStatus(kDmaChannelsPerStatus);
    case kDmaChannelReset:
        return m_global.notReset;
    case kDmaEnable:
        return m_global.clocks;
    case kDmaEnableSet:
    case kDmaEnableClear:
        return 0;
    default:
        return m_global.stored[(offset - kDmaGlobal) / 4];
    }
}

void Dma::write(std::uint32_t offset, std::uint32_t value)
{
    if (offset < kChannelCount * kDmaChannelStride)
        m_channels[offset / kDmaChannelStride]->write(offset % kDmaChannelStride, value);
    else
        writeGlobal(offset - kDmaGlobal, value);
}

void Dma::writeGlobal(std::uint32_t offset, std::uint32_t value)
{
    switch (offset) {
    case kDmaStatus0:
    case kDmaStatus1:
    case kDmaEnable:
    case kDmaPauseStatus:
        return;
    case kDmaChannelReset:
        writeChannelReset(value);
        return;
    case kDmaEnableSet:
        m_global.clocks |= value;
        return;
    case kDmaEnableClear:
        m_global.clocks &= ~value;
        return;
    default:
        m_global.stored[offset / 4] = value;
        return;
    }
}

void Dma::writeChannelReset(std::uint32_t value)
{
    m_global.notReset = value;
    for (unsigned i = 0; i < kChannelCount; ++i)
        m_channels[i]->setHeldInReset((value >> i & 1U) == 0);
}

/// Two bits a channel: running, and interrupt pending.
std::uint32_t Dma::globalStatus(unsigned firstChannel) const
{
    std::uint32_t status = 0;
    for (unsigned i = 0; i < kDmaChannelsPerStatus && firstChannel + i < kChannelCount; ++i) {
        const DmaChannel& channel = *m_channels[firstChannel + i];
        status |= (channel.isRunning() ? 1U : 0U) << (2 * i);
        status |= (channel.interruptFlags() != 0 ? 2U : 0U) << (2 * i);
    }
    return status;
}

void Dma::updateIrq()
{
    bool isInterrupting = false;
    for (const auto& channel : m_channels)
        isInterrupting = isInterrupting || channel->interruptFlags() != 0;
    if (std::exchange(m_isInterrupting, isInterrupting) != isInterrupting)
        m_lines.set(kInterrupt, isInterrupting);
}

void Dma::setRequest(unsigned channel, bool isHigh)
{
    m_channels[channel]->setRequest(isHigh);
}

void Dma::reset()
{
    m_global = {};
    for (const auto& channel : m_channels)
        channel->reset();
    updateIrq();
}

void Dma::exchange(engine::Snapshot& snapshot)
{
    snapshot.exchange(m_hclk);
    snapshot.exchange(m_global);
    for (const auto& channel : m_channels)
        channel->exchange(snapshot);
    if (snapshot.isSaving())
        return;
    updateIrq();
    m_lines.set(kInterrupt, m_isInterrupting);
}

} // namespace perisphere::soc
