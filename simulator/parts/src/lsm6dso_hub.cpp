#include "lsm6dso_hub.hpp"

#include <algorithm>
#include <cmath>

namespace perisphere::parts::lsm6dso
{
namespace
{

using namespace std::chrono_literals;

/// The auxiliary bus runs at 400 kHz, nine clocks a byte.
constexpr engine::Duration kByteTime = 22500ns;

constexpr std::array<double, 4> kHubHertz = {104, 52, 26, 12.5}; // SHUB_ODR

} // namespace

Hub::Hub(engine::Scheduler& scheduler, engine::Netlist& netlist, bus::Buses& buses,
         const Pins& pins, Batch batch)
    : m_buses(buses)
    , m_pins(pins)
    , m_batch(std::move(batch))
    , m_passScl(netlist, pins.scl, pins.auxiliaryScl, 0, false)
    , m_passSda(netlist, pins.sda, pins.auxiliarySda, 0, false)
    , m_done(scheduler, "lsm6dso.hubDone", [this] { run(); })
{
}

std::uint8_t Hub::readRegister(std::uint8_t address)
{
    return address < m_registers.size() ? m_registers.at(address) : 0;
}

void Hub::writeRegister(std::uint8_t address, std::uint8_t value)
{
    if (address < MASTER_CONFIG || address > DATAWRITE_SLV0)
        return;
    const bool wasOn = isOn();
    m_registers.at(address) = value;
    if (address != MASTER_CONFIG)
        return;
    if ((value & kRstMasterRegs) != 0) {
        m_registers.fill(0);
        m_registers[MASTER_CONFIG] = kRstMasterRegs; // stays until it is written to 0
    }
    if (isOn() && !wasOn) {
        m_registers[STATUS_MASTER] = 0;
        m_triggers = 0;
    }
    if (!isOn())
        m_done.cancel();
    setPassThrough();
}

void Hub::setPassThrough()
{
    const bool on = (m_registers[MASTER_CONFIG] & kPassThrough) != 0;
    m_passScl.setConnected(on);
    m_passSda.setConnected(on);
}

void Hub::trigger(double hertz)
{
    if (!isOn() || m_done.isPending())
        return;
    const double wanted = kHubHertz.at(m_registers[SLV0_CONFIG] >> 6U);
    const auto every = static_cast<std::uint32_t>(std::max(1.0, std::round(hertz / wanted)));
    if (m_triggers++ % every == 0)
        m_done.setAfter(kByteTime * static_cast<std::int64_t>(transferBytes()));
}

/// How many bytes go over the bus in one run: addresses, sub-addresses and data.
std::size_t Hub::transferBytes() const
{
    std::size_t bytes = 0;
    for (unsigned slave = 0; slave < slaves(); ++slave)
        bytes += 3U + (m_registers.at(SLV0_CONFIG + 3 * slave) & 7U);
    return bytes;
}

void Hub::run()
{
    m_registers[STATUS_MASTER] &= kWrOnceDone;
    m_outputAt = SENSOR_HUB_1;
    for (unsigned slave = 0; slave < slaves(); ++slave)
        runSlave(slave);
    m_registers[STATUS_MASTER] |= kEndOp;
}

void Hub::runSlave(unsigned slave)
{
    const std::uint8_t add = m_registers.at(SLV0_ADD + 3 * slave);
    const std::uint8_t subAddress = m_registers.at(SLV0_SUBADD + 3 * slave);
    const std::uint8_t config = m_registers.at(SLV0_CONFIG + 3 * slave);
    const auto address = static_cast<std::uint8_t>(add >> 1U);
    auto& status = m_registers[STATUS_MASTER];
    bool acknowledged = true;
    if ((add & 1U) != 0) {
        const std::size_t room = SENSOR_HUB_18 + 1U - m_outputAt;
        const std::span<std::uint8_t> data =
            std::span(m_registers).subspan(m_outputAt, std::min<std::size_t>(config & 7U, room));
        acknowledged = readSlave(address, subAddress, data);
        m_outputAt = static_cast<std::uint8_t>(m_outputAt + data.size());
        if (acknowledged && (config & 8U) != 0)
            m_batch(slave, data);
    } else if (slave == 0 && add != 0) {
        const bool once = (m_registers[MASTER_CONFIG] & kWriteOnce) != 0;
        if (once && (status & kWrOnceDone) != 0)
            return;
        acknowledged = writeSlave(address, subAddress);
        if (once && acknowledged)
            status |= kWrOnceDone;
    }
    if (!acknowledged)
        status = static_cast<std::uint8_t>(status | kSlave0Nack << slave);
}

bus::I2cTarget* Hub::select(std::uint8_t address, bus::I2cAccess access)
{
    // The hub reports nothing but a missing acknowledge.
    if (m_buses.fateOf(m_pins.auxiliaryScl, address) != bus::I2cFate::Proceeds)
        return nullptr;
    for (bus::I2cTarget* target : m_buses.i2cTargets(m_pins.auxiliaryScl, m_pins.auxiliarySda))
        if (target->start(address, access))
            return target;
    return nullptr;
}

bool Hub::writeSlave(std::uint8_t address, std::uint8_t subAddress)
{
    bus::I2cTarget* target = select(address, bus::I2cAccess::Write);
    if (target == nullptr)
        return false;
    const bool acknowledged =
        target->write(subAddress) && target->write(m_registers[DATAWRITE_SLV0]);
    target->stop();
    return acknowledged;
}

bool Hub::readSlave(std::uint8_t address, std::uint8_t subAddress, std::span<std::uint8_t> data)
{
    bus::I2cTarget* target = select(address, bus::I2cAccess::Write);
    if (target == nullptr)
        return false;
    bool acknowledged = target->write(subAddress);
    acknowledged = acknowledged && target->start(address, bus::I2cAccess::Read);
    if (acknowledged)
        for (std::uint8_t& byte : data)
            byte = target->read();
    target->stop();
    return acknowledged;
}

void Hub::reset()
{
    m_registers.fill(0);
    m_done.cancel();
    setPassThrough();
}

void Hub::archive(StateArchive& archive)
{
    archive.registers("hubRegisters", m_registers);
    archive.integer("hubTriggers", m_triggers);
    archive.timer("hubDone", m_done);
    if (archive.isRestoring())
        setPassThrough();
}

} // namespace perisphere::parts::lsm6dso
