// The core's side of the UART: registers, interrupts and DMA requests.
#include "perisphere/soc/registers/uart_registers.hpp"

#include "uart_offsets.hpp"

#include <utility>

namespace perisphere::soc
{
namespace
{

constexpr std::uint32_t kEnhancedAccess = 0xBF; // LCR
constexpr std::uint32_t kDivisorAccess = 0x80;

constexpr std::array<RegisterField, 7> kUartIerFields{{{.name = "ERBFI"},
                                                       {.name = "ETBEI", .lowest = 1},
                                                       {.name = "ELSI", .lowest = 2},
                                                       {.name = "EDSSI", .lowest = 3},
                                                       {.name = "XOFFI", .lowest = 5},
                                                       {.name = "RTSI", .lowest = 6},
                                                       {.name = "CTSI", .lowest = 7}}};
constexpr std::array<RegisterField, 2> kUartIirFields{
    {{.name = "ID", .width = 6}, {.name = "FIFOE", .lowest = 6, .width = 2}}};
constexpr std::array<RegisterField, 7> kUartLcrFields{{{.name = "WLS", .width = 2},
                                                       {.name = "STB", .lowest = 2},
                                                       {.name = "PEN", .lowest = 3},
                                                       {.name = "EPS", .lowest = 4},
                                                       {.name = "SP", .lowest = 5},
                                                       {.name = "SB", .lowest = 6},
                                                       {.name = "DLAB", .lowest = 7}}};
constexpr std::array<RegisterField, 3> kUartMcrFields{
    {{.name = "DTR"}, {.name = "RTS", .lowest = 1}, {.name = "LOOP", .lowest = 4}}};
constexpr std::array<RegisterField, 8> kUartLsrFields{{{.name = "DR"},
                                                       {.name = "OE", .lowest = 1},
                                                       {.name = "PE", .lowest = 2},
                                                       {.name = "FE", .lowest = 3},
                                                       {.name = "BI", .lowest = 4},
                                                       {.name = "THRE", .lowest = 5},
                                                       {.name = "TEMT", .lowest = 6},
                                                       {.name = "FIFOERR", .lowest = 7}}};
constexpr std::array<RegisterField, 3> kUartExtendFields{{{.name = "RX_DMA_HSK"},
                                                          {.name = "TX_DMA_HSK", .lowest = 1},
                                                          {.name = "TX_AUTO", .lowest = 2}}};

constexpr std::array<RegisterInfo, 27> kUartRegisters{{
    {.offset = uart::kRbrThr, .name = "RBR_THR"},
    {.offset = uart::kIer, .name = "IER", .fields = kUartIerFields},
    {.offset = uart::kIirFcr, .name = "IIR_FCR", .fields = kUartIirFields},
    {.offset = uart::kLcr, .name = "LCR", .fields = kUartLcrFields},
    {.offset = uart::kMcr, .name = "MCR", .fields = kUartMcrFields},
    {.offset = uart::kLsr, .name = "LSR", .fields = kUartLsrFields},
    {.offset = uart::kMsr, .name = "MSR"},
    {.offset = uart::kScr, .name = "SCR"},
    {.offset = 0x20, .name = "RX_LEVEL_CTL", .isModelled = false},
    {.offset = uart::kHighspeed, .name = "HIGHSPEED"},
    {.offset = uart::kSampleCount, .name = "SAMPLE_COUNT"},
    {.offset = 0x2C, .name = "SAMPLE_POINT"}, // of no effect: characters arrive whole
    {.offset = 0x30, .name = "AUTOBAUD", .isModelled = false},
    {.offset = 0x34, .name = "RATE_FIX", .isModelled = false},
    {.offset = uart::kGuard, .name = "GUARD"},
    {.offset = 0x40, .name = "ESCAPE_DAT", .isModelled = false},
    {.offset = 0x44, .name = "ESCAPE_EN"}, // drivers write its 0
    {.offset = 0x48, .name = "SW_RTO_LIMIT", .isModelled = false},
    {.offset = uart::kVfifoEn, .name = "VFIFO_EN"},
    {.offset = uart::kRxTrig, .name = "RXTRIG"},
    {.offset = uart::kFracDivL, .name = "FRACDIV_L"},
    {.offset = uart::kFracDivM, .name = "FRACDIV_M"},
    {.offset = uart::kFcrRd, .name = "FCR_RD"},
    {.offset = uart::kExtendAdd, .name = "EXTEND_ADD", .fields = kUartExtendFields},
    {.offset = uart::kRxOffset, .name = "RX_OFFSET"},
    {.offset = uart::kTxOffset, .name = "TX_OFFSET"},
    {.offset = uart::kInterruptSta, .name = "INTERRUPT_STA"},
}};

} // namespace

UartRegisters::UartRegisters(engine::Scheduler& scheduler, UartLine& line, InterruptLines& lines,
                             UartRegistersSetup setup)
    : m_scheduler(scheduler)
    , m_line(line)
    , m_lines(lines)
    , m_setup(std::move(setup))
    , m_shift(scheduler, "uart.shifted", [this] { characterShifted(); })
    , m_idle(scheduler, "uart.idle", [this] { idleElapsed(); })
{
    line.setListener(*this);
}

std::span<const RegisterInfo> UartRegisters::registers() const
{
    return kUartRegisters;
}

bool UartRegisters::isDivisorAccess() const
{
    return (word(uart::kLcr) & kDivisorAccess) != 0;
}

bool UartRegisters::isEnhancedAccess() const
{
    return word(uart::kLcr) == kEnhancedAccess;
}

// Reading

std::uint32_t UartRegisters::read(std::uint32_t offset)
{
    const std::uint32_t value = peek(offset);
    switch (offset) {
    case uart::kRbrThr:
        if (!isDivisorAccess())
            pop();
        break;
    case uart::kIirFcr:
        if (isEnhancedAccess())
            break;
        if ((value & 0x3FU) == uart::kThrEmpty)
            m_state.isTransmitPending = false;
        if ((value & 0x3FU) == uart::kTimeout && m_receive.empty())
            m_state.isTimeoutPending = false; // by DMA
        break;
    case uart::kLsr:
        return isEnhancedAccess() ? value : readLineStatus();
    case uart::kMsr:
        if (!isEnhancedAccess())
            m_state.hasModemChange = false;
        break;
    case uart::kVfifoEn:
        if (isReceiveDma())
            m_state.isTimeoutPending = false; // how drivers acknowledge it
        break;
    default:
        return value;
    }
    update();
    return value;
}

std::uint32_t UartRegisters::readLineStatus()
{
    const std::uint32_t value = peekLineStatus();
    const bool hasErrors =
        (value & (uart::kOverrun | uart::kParityError | uart::kFramingError)) != 0;
    m_state.hasOverrun = false;
    if (!m_receive.empty())
        m_receive.front().errors = 0;
    if (hasErrors) // polled in loops
        update();
    return value;
}

std::optional<std::uint8_t> UartRegisters::peekEnhanced(std::uint32_t offset) const
{
    if (isDivisorAccess() && offset == uart::kRbrThr)
        return m_state.divisorLow;
    if (isDivisorAccess() && offset == uart::kIer)
        return m_state.divisorHigh;
    if (!isEnhancedAccess())
        return std::nullopt;
    if (offset == uart::kIirFcr)
        return m_state.enhanced;
    if (offset >= uart::kMcr && offset <= uart::kScr)
        return m_state.flowCharacters[(offset - uart::kMcr) / 4];
    return std::nullopt;
}

std::uint32_t UartRegisters::peek(std::uint32_t offset) const
{
    if (const auto value = peekEnhanced(offset))
        return *value;
    switch (offset) {
    case uart::kRbrThr:
        return m_receive.empty() ? 0 : m_receive.front().character;
    case uart::kIer:
        return m_state.enables;
    case uart::kIirFcr:
        return interruptId() | (hasFifos() ? 0xC0U : 0U);
    case uart::kLsr:
        return peekLineStatus();
    case uart::kMsr:
        return peekModemStatus();
    case uart::kFcrRd:
        return m_state.fifoControl;
    case uart::kRxOffset:
        return static_cast<std::uint32_t>(m_receive.size());
    case uart::kTxOffset:
        return static_cast<std::uint32_t>(m_transmit.size());
    default:
        return offset / 4 < m_state.words.size() ? word(offset) : 0;
    }
}

std::uint32_t UartRegisters::peekLineStatus() const
{
    std::uint32_t value = m_receive.empty() ? 0 : uart::kDataReady | m_receive.front().errors;
    if (m_state.hasOverrun)
        value |= uart::kOverrun;
    if (isTransmitReady())
        value |= uart::kThre;
    if (m_transmit.empty() && !m_state.isShifting)
        value |= uart::kTemt;
    for (const Received& received : m_receive)
        if (received.errors != 0)
            value |= uart::kFifoError;
    return value;
}

std::uint32_t UartRegisters::peekModemStatus() const
{
    return (m_state.hasModemChange ? 1U : 0U) | (m_line.isClear() ? 1U << 4 : 0U);
}

/// In the 16550's order of priorities. While DMA takes what is received, only its time-out tells.
unsigned UartRegisters::interruptId() const
{
    const unsigned enables = m_state.enables;
    const std::uint8_t errors = m_receive.empty() ? std::uint8_t{0} : m_receive.front().errors;
    if ((enables & uart::kElsi) != 0 && (m_state.hasOverrun || errors != 0))
        return uart::kLineStatus;
    if ((enables & uart::kErbfi) != 0) {
        if (!isReceiveDma() && m_receive.size() >= receiveTrigger())
            return uart::kDataAvailable;
        if (m_state.isTimeoutPending && (isReceiveDma() || !m_receive.empty()))
            return uart::kTimeout;
    }
    if ((enables & uart::kEtbei) != 0 && m_state.isTransmitPending)
        return uart::kThrEmpty;
    if ((enables & uart::kEdssi) != 0 && m_state.hasModemChange)
        return uart::kModemStatus;
    if ((enables & uart::kXoffi) != 0 && (word(uart::kInterruptSta) & uart::kSoftwareFlowed) != 0)
        return uart::kSoftwareFlow;
    if ((enables & uart::kRtsCtsi) != 0 && (word(uart::kInterruptSta) & uart::kHardwareFlowed) != 0)
        return uart::kHardwareFlow;
    return uart::kNone;
}

// Writing

bool UartRegisters::writeEnhanced(std::uint32_t offset, std::uint8_t value)
{
    if (!peekEnhanced(offset))
        return false;
    if (offset == uart::kRbrThr) {
        m_state.divisorLow = value;
    } else if (offset == uart::kIer) {
        m_state.divisorHigh = value;
    } else if (offset == uart::kIirFcr) {
        m_state.enhanced = value;
        if ((value & 3U) != uart::kCompareXon1)
            m_state.isStoppedByPeer = false;
        updateReady();
        shiftNext();
    } else {
        m_state.flowCharacters[(offset - uart::kMcr) / 4] = value;
    }
    return true;
}

void UartRegisters::write(std::uint32_t offset, std::uint32_t value)
{
    if (offset / 4 >= m_state.words.size())
        return;
    const auto byte = static_cast<std::uint8_t>(value);
    if (offset <= uart::kMcr)
        takeLine();
    if (!writeEnhanced(offset, byte)) {
        switch (offset) {
        case uart::kRbrThr:
            push(byte);
            break;
        case uart::kIer:
            writeEnables(byte);
            break;
        case uart::kIirFcr:
            writeFifoControl(byte);
            break;
        case uart::kMcr:
            m_state.words[offset / 4] = byte;
            updateReady();
            shiftNext();
            break;
        case uart::kInterruptSta:
            m_state.words[offset / 4] &= ~value;
            break;
        case uart::kLsr:
        case uart::kMsr:
        case uart::kFcrRd:
        case uart::kRxOffset:
        case uart::kTxOffset:
            break; // read-only
        default:
            m_state.words[offset / 4] = byte;
            break;
        }
    }
    update();
}

/// Enabling the interrupt of an empty transmitter raises it, also when it had been read before.
void UartRegisters::writeEnables(std::uint8_t value)
{
    const bool isEnabledNow = (value & ~m_state.enables & uart::kEtbei) != 0;
    m_state.enables = value;
    if (isEnabledNow && isTransmitReady())
        m_state.isTransmitPending = true;
}

void UartRegisters::writeFifoControl(std::uint8_t value)
{
    const bool isToggled = ((value ^ m_state.fifoControl) & 1U) != 0;
    m_state.fifoControl = value & 0xF9U; // the clear bits are actions
    if (isToggled || (value & 2U) != 0)
        clearReceive();
    if (isToggled || (value & 4U) != 0)
        clearTransmit();
}

void UartRegisters::clearReceive()
{
    m_receive.clear();
    m_state.isTimeoutPending = false;
    m_idle.cancel();
    updateReceiveFlow();
}

void UartRegisters::clearTransmit()
{
    if (!m_transmit.empty())
        m_state.isTransmitPending = true;
    m_transmit.clear();
}

void UartRegisters::update()
{
    m_lines.set(m_setup.interrupt, interruptId() != uart::kNone);
    updateRequests();
}

/// A controller may move the transfer at once, through read() or write(): each request is computed
/// when it is its turn.
void UartRegisters::updateRequests()
{
    if (m_setup.dma == nullptr)
        return;
    const auto wantsTransmit = [this] {
        return isDma() && (word(uart::kExtendAdd) & uart::kTransmitHandshake) != 0 &&
               m_transmit.size() < transmitDepth();
    };
    const auto wantsReceive = [this] { return isReceiveDma() && !m_receive.empty(); };
    m_setup.dma->setRequest(m_setup.channels.halfReceive, wantsReceive());
    m_setup.dma->setRequest(m_setup.channels.fifoReceive, wantsReceive());
    m_setup.dma->setRequest(m_setup.channels.halfTransmit, wantsTransmit());
    m_setup.dma->setRequest(m_setup.channels.fifoTransmit, wantsTransmit());
}

void UartRegisters::reset()
{
    m_shift.cancel();
    m_idle.cancel();
    m_transmit.clear();
    m_receive.clear();
    m_state = {};
    m_line.release();
    update();
}

void UartRegisters::exchange(engine::Snapshot& snapshot)
{
    snapshot.exchange(m_state);
    snapshot.exchange(m_transmit);
    snapshot.exchange(m_receive);
    snapshot.exchange(m_shift);
    snapshot.exchange(m_idle);
    m_line.exchange(snapshot);
    if (!snapshot.isSaving())
        update();
}

} // namespace perisphere::soc
