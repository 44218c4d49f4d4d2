#include "perisphere/soc/registers/mailbox.hpp"

#include <array>
#include <utility>

namespace perisphere::soc
{
namespace
{

enum MailboxOffset : std::uint32_t {
    kMboxVersion = 0x00,
    kMboxGenCtrl = 0x04,
    kMboxDbgIdx = 0x08,
    kMboxDbgProbe = 0x0C,
    kMboxSwTxIntPort = 0x14,
    kMboxSwRxIntEn = 0x18,
    kMboxSwRxIntSts = 0x1C,
    kMboxFifoCtrl = 0x20,
    kMboxNfThrs = 0x30,
    kMboxNeThrs = 0x34,
    kMboxIntEn = 0x38,
    kMboxIntSts = 0x3C,
    kMboxCmdPush = 0x40,
    kMboxDataPush = 0x44,
    kMboxPushCnt = 0x48,
    kMboxCmdPop = 0x50,
    kMboxDataPop = 0x54,
    kMboxPopCnt = 0x58,
    kMboxSemaphore = 0x60,
};

constexpr std::uint32_t kMailboxVersion = 0x3620'0000;
constexpr std::uint32_t kResetBoth = 1U << 0;
constexpr std::uint32_t kResetOwn = 1U << 1;

// INT_EN and INT_STS, in the order of the vendor's drivers.
constexpr std::uint8_t kNotEmpty = 1U << 0;
constexpr std::uint8_t kWritten = 1U << 1;
constexpr std::uint8_t kNotFull = 1U << 2;
constexpr std::uint8_t kReadByPeer = 1U << 3;

// Interrupts, from the first of the side's six; the combined one is never raised.
constexpr unsigned kRdInterrupt = 0;
constexpr unsigned kNfInterrupt = 1;
constexpr unsigned kWrInterrupt = 2;
constexpr unsigned kNeInterrupt = 3;
constexpr unsigned kSwInterrupt = 5;

constexpr std::array<RegisterField, 2> kGenCtrlFields{
    {{.name = "RESET_BOTH"}, {.name = "RESET_OWN", .lowest = 1}}};
constexpr std::array<RegisterField, 4> kFifoFlagFields{{{.name = "NE"},
                                                        {.name = "WR", .lowest = 1},
                                                        {.name = "NF", .lowest = 2},
                                                        {.name = "RD", .lowest = 3}}};

constexpr std::array<RegisterInfo, 19> kMailboxRegisters{{
    {.offset = kMboxVersion, .name = "VERSION"},
    {.offset = kMboxGenCtrl, .name = "GEN_CTRL", .fields = kGenCtrlFields},
    {.offset = kMboxDbgIdx, .name = "DBG_IDX", .isModelled = false},
    {.offset = kMboxDbgProbe, .name = "DBG_PROBE", .isModelled = false},
    {.offset = kMboxSwTxIntPort, .name = "SW_TX_INT_PORT"},
    {.offset = kMboxSwRxIntEn, .name = "SW_RX_INT_EN"},
    {.offset = kMboxSwRxIntSts, .name = "SW_RX_INT_STS"},
    {.offset = kMboxFifoCtrl, .name = "FIFO_CTRL"},
    {.offset = kMboxNfThrs, .name = "NF_THRS"},
    {.offset = kMboxNeThrs, .name = "NE_THRS"},
    {.offset = kMboxIntEn, .name = "INT_EN", .fields = kFifoFlagFields},
    {.offset = kMboxIntSts, .name = "INT_STS", .fields = kFifoFlagFields},
    {.offset = kMboxCmdPush, .name = "CMD_PUSH"},
    {.offset = kMboxDataPush, .name = "DATA_PUSH"},
    {.offset = kMboxPushCnt, .name = "PUSH_CNT"},
    {.offset = kMboxCmdPop, .name = "CMD_POP"},
    {.offset = kMboxDataPop, .name = "DATA_POP"},
    {.offset = kMboxPopCnt, .name = "POP_CNT"},
    {.offset = kMboxSemaphore, .name = "SEMAPHORE"},
}};

} // namespace

MailboxSide::MailboxSide(MailboxSideSetup setup)
    : m_setup(std::move(setup))
{
}

std::span<const RegisterInfo> MailboxSide::registers() const
{
    const std::span<const RegisterInfo> all(kMailboxRegisters);
    return m_setup.hasSemaphore ? all : all.first(all.size() - 1);
}

// Items

bool MailboxSide::post(const MailboxItem& item)
{
    if (m_peer->m_received.size() >= kDepth)
        return false;
    m_peer->m_received.push_back(item);
    m_peer->raise(kWritten, kWrInterrupt);
    m_peer->updateFifoLevels();
    updateFifoLevels();
    m_peer->m_items.tell(item);
    return true;
}

std::optional<MailboxItem> MailboxSide::pop()
{
    if (m_received.empty())
        return std::nullopt;
    const MailboxItem item = m_received.front();
    m_received.pop_front();
    m_dataPop = item.data;
    m_peer->raise(kReadByPeer, kRdInterrupt);
    m_peer->updateFifoLevels();
    updateFifoLevels();
    m_peer->m_reads.tell(item);
    return item;
}

/// The sources disagree about which bit enables which event: any bit enables all of them, and the
/// NVIC selects.
void MailboxSide::raise(std::uint32_t status, unsigned interrupt)
{
    m_fifoEvents = static_cast<std::uint8_t>(m_fifoEvents | status);
    if (m_setup.lines != nullptr && m_fifoEnable != 0)
        m_setup.lines->pulse(m_setup.firstInterrupt + interrupt);
}

std::uint32_t MailboxSide::fifoStatus() const
{
    std::uint32_t status = m_fifoEvents;
    if (waiting() > m_notEmptyThreshold)
        status |= kNotEmpty;
    if (kDepth - posted() > m_notFullThreshold)
        status |= kNotFull;
    return status;
}

void MailboxSide::updateFifoLevels()
{
    if (m_setup.lines == nullptr)
        return;
    const std::uint32_t status = m_fifoEnable != 0 ? fifoStatus() : 0;
    m_setup.lines->set(m_setup.firstInterrupt + kNfInterrupt, (status & kNotFull) != 0);
    m_setup.lines->set(m_setup.firstInterrupt + kNeInterrupt, (status & kNotEmpty) != 0);
}

// Doorbells and the semaphore

void MailboxSide::ring(std::uint8_t doorbells)
{
    if (doorbells == 0)
        return;
    m_peer->m_rung = static_cast<std::uint8_t>(m_peer->m_rung | doorbells);
    m_peer->updateDoorbells();
    m_peer->m_doorbells.tell(doorbells);
}

void MailboxSide::acknowledge(std::uint8_t doorbells)
{
    m_rung = static_cast<std::uint8_t>(m_rung & ~doorbells);
    updateDoorbells();
}

void MailboxSide::updateDoorbells()
{
    if (m_setup.lines != nullptr)
        m_setup.lines->set(m_setup.firstInterrupt + kSwInterrupt, (m_rung & m_rungEnable) != 0);
}

bool MailboxSide::takeSemaphore()
{
    const Holder self = m_setup.hasSemaphore ? Holder::Owner : Holder::Peer;
    Holder& holder = semaphore();
    if (holder == Holder::Nobody)
        holder = self;
    return holder == self;
}

void MailboxSide::releaseSemaphore()
{
    const Holder self = m_setup.hasSemaphore ? Holder::Owner : Holder::Peer;
    if (semaphore() == self)
        semaphore() = Holder::Nobody;
}

std::uint32_t MailboxSide::peekSemaphore() const
{
    return m_setup.hasSemaphore ? (m_holder == Holder::Peer ? 2 : 1) : 0;
}

// Registers

std::uint32_t MailboxSide::read(std::uint32_t offset)
{
    if (offset == kMboxCmdPop)
        return pop().value_or(MailboxItem{}).command;
    if (offset == kMboxSemaphore && m_setup.hasSemaphore)
        takeSemaphore();
    return peek(offset);
}

std::uint32_t MailboxSide::peek(std::uint32_t offset) const
{
    switch (offset) {
    case kMboxVersion:
        return kMailboxVersion;
    case kMboxDbgIdx:
        return m_debugIndex;
    case kMboxSwRxIntEn:
        return m_rungEnable;
    case kMboxSwRxIntSts:
        return m_rung;
    case kMboxFifoCtrl:
        return m_fifoControl;
    case kMboxNfThrs:
        return m_notFullThreshold;
    case kMboxNeThrs:
        return m_notEmptyThreshold;
    case kMboxIntEn:
        return m_fifoEnable;
    case kMboxIntSts:
        return fifoStatus();
    case kMboxDataPush:
        return m_dataPush;
    case kMboxPushCnt:
        return static_cast<std::uint32_t>(posted());
    case kMboxCmdPop:
        return m_received.empty() ? 0 : m_received.front().command;
    case kMboxDataPop:
        return m_received.empty() ? m_dataPop : m_received.front().data;
    case kMboxPopCnt:
        return static_cast<std::uint32_t>(waiting());
    case kMboxSemaphore:
        return peekSemaphore();
    default: // actions
        return 0;
    }
}

void MailboxSide::write(std::uint32_t offset, std::uint32_t value)
{
    switch (offset) {
    case kMboxGenCtrl:
        if ((value & (kResetBoth | kResetOwn)) != 0)
            softReset();
        break;
    case kMboxDbgIdx:
        m_debugIndex = value;
        break;
    case kMboxSwTxIntPort:
        ring(static_cast<std::uint8_t>(value));
        break;
    case kMboxSwRxIntEn:
        m_rungEnable = static_cast<std::uint8_t>(value);
        updateDoorbells();
        break;
    case kMboxSwRxIntSts:
        acknowledge(static_cast<std::uint8_t>(value));
        break;
    case kMboxFifoCtrl:
        m_fifoControl = value & 0x3FF;
        break;
    case kMboxNfThrs:
        m_notFullThreshold = value & 0xFU;
        updateFifoLevels();
        break;
    case kMboxNeThrs:
        m_notEmptyThreshold = value & 0xFU;
        updateFifoLevels();
        break;
    case kMboxIntEn:
        m_fifoEnable = value & 0xFU;
        updateFifoLevels();
        break;
    case kMboxIntSts:
        m_fifoEvents = static_cast<std::uint8_t>(m_fifoEvents & ~value);
        break;
    case kMboxCmdPush:
        post({.command = value, .data = m_dataPush});
        break;
    case kMboxDataPush:
        m_dataPush = value;
        break;
    case kMboxSemaphore:
        if (value == 0)
            releaseSemaphore();
        break;
    default:
        break;
    }
}

/// Either reset bit. It spares what the peer has posted (the set-up of the inter-core channel may
/// have come before the app opens its mailbox), the doorbells and their enables on both sides:
/// apps that reset "both sides" after each message go on receiving.
void MailboxSide::softReset()
{
    m_peer->m_received.clear();
    m_dataPush = 0;
    m_notFullThreshold = 0;
    m_notEmptyThreshold = 0;
    m_fifoEnable = 0;
    m_fifoEvents = 0;
    updateFifoLevels();
    m_peer->updateFifoLevels();
}

void MailboxSide::reset()
{
    releaseSemaphore();
    m_received.clear();
    m_dataPop = 0;
    m_rung = 0;
    m_rungEnable = 0;
    m_fifoControl = 0;
    m_debugIndex = 0;
    softReset();
    updateDoorbells();
}

void MailboxSide::exchange(engine::Snapshot& snapshot)
{
    snapshot.exchange(m_received);
    snapshot.exchange(m_dataPush);
    snapshot.exchange(m_dataPop);
    snapshot.exchange(m_rung);
    snapshot.exchange(m_rungEnable);
    snapshot.exchange(m_fifoControl);
    snapshot.exchange(m_debugIndex);
    snapshot.exchange(m_notFullThreshold);
    snapshot.exchange(m_notEmptyThreshold);
    snapshot.exchange(m_fifoEnable);
    snapshot.exchange(m_fifoEvents);
    snapshot.exchange(m_holder);
    if (snapshot.isSaving())
        return;
    // The peer's levels depend on these items too, whichever side is restored first.
    for (MailboxSide* const side : {this, m_peer}) {
        side->updateFifoLevels();
        side->updateDoorbells();
    }
}

MailboxLink::MailboxLink(MailboxSideSetup first, MailboxSideSetup second)
    : m_first(std::move(first))
    , m_second(std::move(second))
{
    m_first.m_peer = &m_second;
    m_second.m_peer = &m_first;
}

void MailboxLink::flush()
{
    for (MailboxSide* const side : {&m_first, &m_second})
        side->m_received.clear();
    for (MailboxSide* const side : {&m_first, &m_second})
        side->updateFifoLevels();
}

void MailboxLink::reset()
{
    m_first.reset();
    m_second.reset();
}

void MailboxLink::exchange(engine::Snapshot& snapshot)
{
    m_first.exchange(snapshot);
    m_second.exchange(snapshot);
}

} // namespace perisphere::soc
