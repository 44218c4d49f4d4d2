// The transfers of SpiRegisters, and the chip selects.
#include "perisphere/soc/registers/spi_registers.hpp"

#include "spi_offsets.hpp"

#include <algorithm>

namespace perisphere::soc
{
namespace
{

constexpr std::int64_t kSpiByteBits = 8;
/// Half nanoseconds of a source clock of 80 MHz.
constexpr std::int64_t kSpiSourceHalves = 25;
constexpr std::uint32_t kSpiSourceHertz = 80'000'000;
/// SCK = source / (clk_sel + 2)
constexpr std::uint32_t kSpiLeastDivider = 2;

/// Partial bytes are taken for whole ones: no driver asks for them.
std::size_t bytesOfBits(std::uint32_t bits, std::size_t most)
{
    return std::min<std::size_t>((bits + 7) / 8, most);
}

} // namespace

void SpiRegisters::beginTransfer()
{
    if (m_state.phase != Phase::Idle)
        return;
    const std::uint32_t mode = stored(SpiOffset::kMode);
    const std::uint32_t divider =
        (mode >> SpiBit::kDividerShift & SpiBit::kDividerMask) + kSpiLeastDivider;
    m_state.select = mode >> SpiBit::kSelectShift;
    m_state.divider = divider;
    m_state.shift.hertz = kSpiSourceHertz / divider;
    // CPOL is the lower bit of the two.
    const std::uint32_t polarity = mode >> SpiBit::kModeShift & 1U;
    const std::uint32_t phase = mode >> (SpiBit::kModeShift + 1) & 1U;
    m_state.shift.mode = static_cast<bus::SpiMode>(2 * polarity + phase);
    m_state.shift.bitOrder = (mode & SpiBit::kLeastSignificantFirst) != 0
                                 ? bus::SpiBitOrder::LeastSignificantFirst
                                 : bus::SpiBitOrder::MostSignificantFirst;
    prepareBytes();
    m_state.wordsToGive = 0;
    m_state.since = m_scheduler.now();
    m_state.bits = 0;
    takePads();
    if (!m_wires.begin(m_state.shift.mode)) {
        m_state.phase = Phase::Hung; // a fault keeps the clock
        return;
    }
    m_state.phase = Phase::Select;
    afterBits(1);
}

/// The command, its first byte the most significant of those that count; then data.
void SpiRegisters::prepareBytes()
{
    const std::uint32_t lengths = stored(SpiOffset::kLengths);
    const std::size_t command = bytesOfBits(lengths >> 24U & 0x3FU, kCommandBytes);
    m_state.isDuplex = (stored(SpiOffset::kMode) & SpiBit::kDuplex) != 0;
    const std::size_t most = m_state.isDuplex ? kDuplexBytes : kDataBytes;
    std::size_t out = bytesOfBits(lengths & 0x1FFU, most);
    std::size_t in = bytesOfBits(lengths >> 12U & 0x1FFU, most);
    if (m_state.isDuplex)
        out = in = std::max(out, in);

    m_state.sent.fill(SpiWires::kUndriven);
    for (std::size_t i = 0; i < command; ++i)
        m_state.sent[i] =
            static_cast<std::uint8_t>(stored(SpiOffset::kCommand) >> 8 * (command - 1 - i));
    for (std::size_t i = 0; i < out; ++i)
        m_state.sent[command + i] = static_cast<std::uint8_t>(
            m_state.stored[SpiOffset::kDataOut / 4 + i / 4] >> 8 * (i % 4));
    m_state.firstReceived = static_cast<std::uint32_t>(m_state.isDuplex ? command : command + out);
    m_state.bytes = static_cast<std::uint32_t>(m_state.firstReceived + in);
    m_state.at = 0;
    m_state.received.fill(0);
}

void SpiRegisters::afterBits(std::int64_t bits)
{
    m_state.bits += bits;
    const std::int64_t halves = m_state.bits * m_state.divider * kSpiSourceHalves;
    m_timer.setAt(m_state.since + engine::Duration((halves + 1) / 2));
}

void SpiRegisters::step()
{
    const std::uint32_t polarity = stored(SpiOffset::kPolarity);
    switch (m_state.phase) {
    case Phase::Select:
        if (m_state.select < SpiWires::kSelectCount)
            driveSelect(m_state.select, selectLevelOf(m_state.select, true));
        m_state.phase = Phase::Shift;
        afterBits((polarity >> SpiBit::kCommandDelayShift & SpiBit::kDelayMask) +
                  (m_state.bytes != 0 ? kSpiByteBits : 1));
        return;
    case Phase::Shift:
        if (m_state.at < m_state.bytes)
            shiftByte();
        if (m_state.at < m_state.bytes) {
            afterBits(kSpiByteBits);
        } else {
            m_state.phase = Phase::End;
            afterBits(1 + (polarity >> SpiBit::kEndDelayShift & SpiBit::kDelayMask));
        }
        return;
    case Phase::End:
        finish();
        update();
        return;
    case Phase::Idle:
    case Phase::Hung:
        return; // no timer runs
    }
}

void SpiRegisters::shiftByte()
{
    const std::uint8_t got = m_wires.exchange(m_state.sent[m_state.at], m_state.shift);
    if (m_state.at >= m_state.firstReceived)
        m_state.received[m_state.at - m_state.firstReceived] = got;
    ++m_state.at;
}

void SpiRegisters::finish()
{
    m_wires.end();
    m_state.phase = Phase::Idle;
    if (m_state.select < SpiWires::kSelectCount)
        driveSelect(m_state.select, selectLevelOf(m_state.select, false));
    const std::uint32_t count = m_state.bytes - m_state.firstReceived;
    for (std::uint32_t i = 0; i < count; ++i) {
        const auto put = [&](std::uint32_t at) {
            std::uint32_t& word = m_state.stored[SpiOffset::kDataIn / 4 + at / 4];
            const unsigned shift = 8 * (at % 4);
            word = (word & ~(0xFFU << shift)) | std::uint32_t{m_state.received[i]} << shift;
        };
        put(i);
        if (m_state.isDuplex) // one driver family reads it there, the other here
            put(static_cast<std::uint32_t>(kDuplexBytes) + i);
    }
    m_state.stored[SpiOffset::kTransfer / 4] &= ~SpiBit::kStart;
    m_state.isDone = true;
    m_state.wordsGiven = 0;
    m_state.wordsToGive = isDmaMode() ? (count + 3) / 4 : 0;
}

/// At the first transfer: before, the pads may belong to others. A chip select rests before it
/// becomes active, so that targets see the edge.
void SpiRegisters::takePads()
{
    if (!m_state.hasPads) {
        m_state.hasPads = true;
        m_wires.take();
    }
    if (m_state.select < SpiWires::kSelectCount)
        driveSelect(m_state.select, selectLevelOf(m_state.select, false));
}

bool SpiRegisters::selectLevelOf(std::size_t select, bool isActive) const
{
    const bool isActiveHigh = (stored(SpiOffset::kPolarity) >> select & 1U) != 0;
    return isActive == isActiveHigh;
}

void SpiRegisters::driveSelect(std::size_t select, bool isHigh)
{
    m_state.hasSelect[select] = true;
    m_state.selectLevel[select] = isHigh;
    m_wires.setSelect(select, isHigh);
}

/// With slave select 7 drivers move a chip select by its polarity. Pads whose bit they leave alone
/// may be a GPIO's.
void SpiRegisters::driveRestingSelects(std::uint32_t changedPolarity)
{
    const bool isManual = stored(SpiOffset::kMode) >> SpiBit::kSelectShift == SpiBit::kNoSelect;
    for (std::size_t select = 0; select < SpiWires::kSelectCount; ++select) {
        const bool isMoved = isManual && (changedPolarity >> select & 1U) != 0;
        const bool isActive = m_state.phase != Phase::Idle && m_state.select == select;
        if ((m_state.hasSelect[select] || isMoved) && !isActive)
            driveSelect(select, selectLevelOf(select, false));
    }
}

void SpiRegisters::restorePads(bool hadPads,
                               const std::array<bool, SpiWires::kSelectCount>& hadSelect)
{
    if (m_state.hasPads) {
        m_wires.take();
        m_wires.rest(m_state.shift.mode);
    } else if (hadPads) {
        m_wires.release();
    }
    for (std::size_t select = 0; select < SpiWires::kSelectCount; ++select)
        if (m_state.hasSelect[select])
            m_wires.setSelect(select, m_state.selectLevel[select]);
        else if (hadSelect[select])
            m_wires.releaseSelect(select);
}

} // namespace perisphere::soc
