#include "perisphere/soc/registers/i2c_registers.hpp"

#include "i2c_offsets.hpp"

#include "perisphere/soc/registers/dma.hpp"

#include <utility>

namespace perisphere::soc
{
namespace
{

constexpr std::array<RegisterField, 6> kI2cInterruptFields{{{"MM_INT_STA", 0, 1},
                                                            {"MM_INT_EN", 1, 1},
                                                            {"MM_INT_MSK", 2, 1},
                                                            {"S_INT_STA", 4, 1},
                                                            {"S_INT_EN", 5, 1},
                                                            {"S_INT_MSK", 6, 1}}};
constexpr std::array<RegisterField, 4> kI2cPadFields{
    {{"DE_CNT", 0, 5}, {"SCL_DRVH_EN", 5, 1}, {"SDA_DRVH_EN", 6, 1}, {"SYNC_EN", 7, 1}}};
constexpr std::array<RegisterField, 2> kI2cPacketFields{{{"RW", 0, 3}, {"PKT_CNT", 4, 2}}};
constexpr std::array<RegisterField, 2> kI2cAcknowledgeFields{{{"DATA", 0, 8}, {"ID", 8, 4}}};
constexpr std::array<RegisterField, 3> kI2cControlFields{
    {{"START_EN", 0, 1}, {"GMODE", 14, 1}, {"MASTER_EN", 15, 1}}};
constexpr std::array<RegisterField, 3> kI2cStatusFields{
    {{"BUS_BUSY", 0, 1}, {"ARB_LOST", 1, 1}, {"START_READY", 2, 1}}};
constexpr std::array<RegisterField, 8> kI2cFifoFields{{{"RX_EMPTY", 0, 1},
                                                       {"RX_FULL", 1, 1},
                                                       {"RX_UDR", 2, 1},
                                                       {"RX_OVF", 3, 1},
                                                       {"TX_EMPTY", 4, 1},
                                                       {"TX_FULL", 5, 1},
                                                       {"TX_UDR", 6, 1},
                                                       {"TX_OVF", 7, 1}}};
constexpr std::array<RegisterField, 4> kI2cPointerFields{
    {{"RX_RD", 0, 4}, {"RX_WR", 4, 4}, {"TX_RD", 8, 4}, {"TX_WR", 12, 4}}};
constexpr std::array<RegisterField, 2> kI2cDmaFields{{{"HANDSHAKE", 4, 1}, {"SLAVE", 5, 1}}};
constexpr std::array<RegisterField, 3> kI2cTargetFields{
    {{"IND_EN", 11, 1}, {"MUTE", 14, 1}, {"SLAVE_EN", 15, 1}}};
constexpr std::array<RegisterField, 2> kI2cReceivedFields{{{"ID", 0, 7}, {"READ", 7, 1}}};

constexpr RegisterInfo i2cRegister(std::uint32_t offset, std::string_view name,
                                   std::span<const RegisterField> fields = {})
{
    return {.offset = offset, .name = name, .fields = fields};
}

constexpr std::array kI2cRegisters{
    i2cRegister(I2cOffset::kInterruptControl, "INT_CTRL", kI2cInterruptFields),
    i2cRegister(I2cOffset::kPadControl, "MM_PAD_CON0", kI2cPadFields),
    i2cRegister(I2cOffset::kPhasesLow, "MM_CNT_VAL_PHL"),
    i2cRegister(I2cOffset::kPhasesHigh, "MM_CNT_VAL_PHH"),
    RegisterInfo{.offset = I2cOffset::kPacketBytes,
                 .name = "MM_CNT_BYTE_VAL_PK#",
                 .count = I2cRegisters::kPacketCount},
    i2cRegister(I2cOffset::kAddress, "MM_ID_CON0"),
    i2cRegister(I2cOffset::kPacketControl, "MM_PACK_CON0", kI2cPacketFields),
    i2cRegister(I2cOffset::kAcknowledges, "MM_ACK_VAL", kI2cAcknowledgeFields),
    i2cRegister(I2cOffset::kControl, "MM_CON0", kI2cControlFields),
    i2cRegister(I2cOffset::kStatus, "MM_STATUS", kI2cStatusFields),
    i2cRegister(I2cOffset::kFifoControl, "MM_FIFO_CON0"),
    i2cRegister(I2cOffset::kFifoStatus, "MM_FIFO_STATUS", kI2cFifoFields),
    i2cRegister(I2cOffset::kFifoPointers, "MM_FIFO_PTR", kI2cPointerFields),
    i2cRegister(I2cOffset::kFifoData, "MM_FIFO_DATA"),
    i2cRegister(I2cOffset::kDmaControl, "DMA_CON0", kI2cDmaFields),
    i2cRegister(I2cOffset::kTargetControl, "S_CON0", kI2cTargetFields),
    i2cRegister(I2cOffset::kTargetAddress, "S_ID_CON0"),
    i2cRegister(I2cOffset::kTargetReceived0, "S_ID_RECEIVED0", kI2cReceivedFields),
    i2cRegister(I2cOffset::kTargetReceived1, "S_ID_RECEIVED1", kI2cReceivedFields),
    i2cRegister(I2cOffset::kTargetFifoControl, "S_FIFO_CON0"),
    i2cRegister(I2cOffset::kTargetFifoStatus, "S_FIFO_STATUS", kI2cFifoFields),
    i2cRegister(I2cOffset::kTargetFifoPointers, "S_FIFO_PTR", kI2cPointerFields),
    i2cRegister(I2cOffset::kTargetFifoData, "S_FIFO_DATA"),
};

bool asksForInterrupt(bool isPending, std::uint32_t control)
{
    return isPending && (control & I2cBit::kEnable) != 0 && (control & I2cBit::kMask) == 0;
}

} // namespace

I2cRegisters::I2cRegisters(engine::Scheduler& scheduler, bus::Buses& buses, Pads& pads,
                           InterruptLines& lines, DmaRequests& requests, unsigned isu,
                           std::string name)
    : m_scheduler(scheduler)
    , m_name(std::move(name))
    , m_lines(lines)
    , m_requests(requests)
    , m_isu(isu)
    , m_wires(buses, pads, isu)
    , m_timer(scheduler, "i2c.registers", [this] { step(); })
    , m_port(buses.i2c(), m_wires.scl(), m_wires.sda(), *this)
    , m_sclLevel(m_wires.scl().onLevel([this](const engine::PinChange&) { onLineChanged(); }))
    , m_sdaLevel(m_wires.sda().onLevel([this](const engine::PinChange&) { onLineChanged(); }))
{
}

std::span<const RegisterInfo> I2cRegisters::registers() const
{
    return kI2cRegisters;
}

std::uint32_t I2cRegisters::read(std::uint32_t offset)
{
    std::uint32_t value = 0;
    if (offset == I2cOffset::kFifoData)
        value = m_state.controllerFifos.receive.pop(0);
    else if (offset == I2cOffset::kTargetFifoData)
        value = m_state.targetFifos.receive.pop(0);
    else
        return peek(offset);
    resume();
    update();
    return value;
}

std::uint32_t I2cRegisters::peek(std::uint32_t offset) const
{
    const ByteFifoPair& controller = m_state.controllerFifos;
    const ByteFifoPair& target = m_state.targetFifos;
    switch (offset) {
    case I2cOffset::kInterruptControl:
        return interruptControl();
    case I2cOffset::kAcknowledges:
        return m_state.acknowledges;
    case I2cOffset::kStatus:
        return (m_state.phase != Phase::Idle ? I2cBit::kBusy : I2cBit::kStartReady) |
               (m_state.isArbitrationLost ? I2cBit::kArbitrationLost : 0);
    case I2cOffset::kFifoControl:
    case I2cOffset::kTargetFifoControl:
        return 0;
    case I2cOffset::kFifoStatus:
        return controller.status();
    case I2cOffset::kFifoPointers:
        return controller.pointers();
    case I2cOffset::kFifoData:
        return controller.receive.isEmpty() ? 0 : controller.receive.front();
    case I2cOffset::kTargetReceived0:
        return m_state.received[0];
    case I2cOffset::kTargetReceived1:
        return m_state.received[1];
    case I2cOffset::kTargetFifoStatus:
        return target.status();
    case I2cOffset::kTargetFifoPointers:
        return target.pointers();
    case I2cOffset::kTargetFifoData:
        return target.receive.isEmpty() ? 0 : target.receive.front();
    default:
        return stored(offset);
    }
}

void I2cRegisters::write(std::uint32_t offset, std::uint32_t value)
{
    switch (offset) {
    case I2cOffset::kInterruptControl:
        writeInterruptControl(value);
        break;
    case I2cOffset::kControl:
        writeControl(value);
        break;
    case I2cOffset::kStatus:
        if ((value & I2cBit::kArbitrationLost) != 0)
            m_state.isArbitrationLost = false;
        break;
    case I2cOffset::kFifoControl:
        m_state.controllerFifos.clear(value);
        break;
    case I2cOffset::kFifoData:
        m_state.controllerFifos.transmit.push(static_cast<std::uint8_t>(value));
        break;
    case I2cOffset::kTargetFifoControl:
        m_state.targetFifos.clear(value);
        break;
    case I2cOffset::kTargetFifoData:
        m_state.targetFifos.transmit.push(static_cast<std::uint8_t>(value));
        break;
    default: // the registers that are read-only are not read back from there
        m_state.stored[offset / 4] = value;
        break;
    }
    resume();
    update();
}

std::uint32_t I2cRegisters::interruptControl() const
{
    return stored(I2cOffset::kInterruptControl) |
           (m_state.isControllerInterrupt ? I2cBit::kStatus : 0) |
           (m_state.isTargetInterrupt ? I2cBit::kStatus << 4U : 0);
}

void I2cRegisters::writeInterruptControl(std::uint32_t value)
{
    constexpr std::uint32_t status = I2cBit::kStatus | I2cBit::kStatus << 4U;
    m_state.stored[I2cOffset::kInterruptControl / 4] = value & ~status;
    if ((value & I2cBit::kStatus) != 0)
        m_state.isControllerInterrupt = false;
    if ((value & I2cBit::kStatus << 4U) != 0)
        m_state.isTargetInterrupt = false;
}

void I2cRegisters::writeControl(std::uint32_t value)
{
    m_state.stored[I2cOffset::kControl / 4] = value & ~I2cBit::kStart; // clears itself
    if ((value & I2cBit::kControllerEnable) == 0)
        abort();
    else if ((value & I2cBit::kStart) != 0)
        beginTransaction();
}

/// The lines to the cores and the DMA controllers.
void I2cRegisters::update()
{
    const std::uint32_t interrupts = stored(I2cOffset::kInterruptControl);
    const bool isInterrupting = asksForInterrupt(m_state.isControllerInterrupt, interrupts) ||
                                asksForInterrupt(m_state.isTargetInterrupt, interrupts >> 4U);
    if (std::exchange(m_isInterrupting, isInterrupting) != isInterrupting)
        m_lines.set(interruptOf(m_isu), isInterrupting);

    const std::uint32_t dma = stored(I2cOffset::kDmaControl);
    const bool isHandshake = (dma & I2cBit::kHandshake) != 0;
    const ByteFifoPair& fifos =
        (dma & I2cBit::kTargetFifos) != 0 ? m_state.targetFifos : m_state.controllerFifos;
    setRequest(Dma::isuTransmit(m_isu), isHandshake && !fifos.transmit.isFull(), m_wantsTransmit);
    setRequest(Dma::isuReceive(m_isu), isHandshake && !fifos.receive.isEmpty(), m_wantsReceive);
}

/// Changes only: the ISU's SPI and UART have the same channels.
void I2cRegisters::setRequest(unsigned channel, bool isHigh, bool& current)
{
    if (std::exchange(current, isHigh) != isHigh)
        m_requests.setRequest(channel, isHigh);
}

void I2cRegisters::reset()
{
    abort();
    m_state = {};
    update();
}

void I2cRegisters::exchange(engine::Snapshot& snapshot)
{
    snapshot.exchange(m_state);
    m_wires.exchange(snapshot);
    snapshot.exchange(m_timer);
    if (snapshot.isSaving())
        return;
    update();
    m_lines.set(interruptOf(m_isu), m_isInterrupting);
}

} // namespace perisphere::soc
