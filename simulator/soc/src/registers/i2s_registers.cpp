#include "perisphere/soc/registers/i2s_registers.hpp"

#include "perisphere/soc/registers/clock_rate.hpp"

#include <fmt/format.h>

namespace perisphere::soc
{
namespace
{

namespace i2s_bits
{
constexpr std::uint32_t kGlobal = 0x00;
constexpr std::uint32_t kDown = 0x04;
constexpr std::uint32_t kUp = 0x08;
constexpr std::uint32_t kSoftReset = 0x0C;
constexpr std::uint32_t kEnd = 0x4C;

// GLOBAL_CONTROL
constexpr std::uint32_t kEnable = 1U << 0;
constexpr std::uint32_t kDownFifo = 1U << 1;
constexpr std::uint32_t kUpFifo = 1U << 2;
constexpr std::uint32_t kDownSwap = 1U << 7;
constexpr std::uint32_t kMono = 1U << 8;
constexpr std::uint32_t kMonoTwice = 1U << 9;
constexpr std::uint32_t kEmptyValue = 1U << 22;
constexpr std::uint32_t kLoopback = 1U << 31;
// DL_CONTROL, UL_CONTROL
constexpr std::uint32_t kDirectionEnable = 1U << 0;
constexpr std::uint32_t kTwoWords = 1U << 7; ///< DL: four TDM channels
constexpr unsigned kRate = 8;
constexpr unsigned kUpChannels = 29;
constexpr std::uint32_t kUpSwap = 1U << 31;
// SOFT_RESET
constexpr std::uint32_t kResetBoth = 3U << 0;
constexpr std::uint32_t kResetDown = 1U << 4;
constexpr std::uint32_t kResetUp = 1U << 8;

constexpr unsigned kFirstDmaChannel = 25;
} // namespace i2s_bits

constexpr std::array<RegisterField, 16> kI2sGlobalFields{{{"EN", 0},
                                                          {"DLFIFO_EN", 1},
                                                          {"ULFIFO_EN", 2},
                                                          {"ENGEN_EN", 3},
                                                          {"EXT_IO_CK", 4},
                                                          {"EXT", 5},
                                                          {"DL_LRSW", 7},
                                                          {"DL_MONO", 8},
                                                          {"DL_MONO_DUP", 9},
                                                          {"MCLK_OUTPUT_EN", 10},
                                                          {"DL_EMPTY_VALUE_EN", 22},
                                                          {"UL_EMPTY_VALUE_EN", 23},
                                                          {"CLK_SEL_IN", 24, 2},
                                                          {"CLK_SEL_OUT", 26, 2},
                                                          {"EXT_MCLK_SEL", 28, 2},
                                                          {"LOOPBACK", 31}}};
constexpr std::array<RegisterField, 6> kI2sDirectionFields{
    {{"EN", 0}, {"WLEN", 1}, {"SRC", 2}, {"FMT", 3}, {"SR", 8, 4}, {"CH_PER_S", 29, 2}}};
constexpr std::array kI2sRegisterTable{
    RegisterInfo{.offset = i2s_bits::kGlobal, .name = "GLOBAL_CONTROL", .fields = kI2sGlobalFields},
    RegisterInfo{.offset = i2s_bits::kDown, .name = "DL_CONTROL", .fields = kI2sDirectionFields},
    RegisterInfo{.offset = i2s_bits::kUp, .name = "UL_CONTROL", .fields = kI2sDirectionFields},
    RegisterInfo{.offset = i2s_bits::kSoftReset, .name = "SOFT_RESET"},
    RegisterInfo{.offset = 0x10, .name = "FIFO#", .isModelled = false, .count = 8},
    RegisterInfo{.offset = 0x30, .name = "DMA_IF_CONTROL"},
    RegisterInfo{.offset = 0x40, .name = "INT_EN", .isModelled = false},
    RegisterInfo{.offset = 0x44, .name = "INT_STS_CLR", .isModelled = false},
    RegisterInfo{.offset = 0x48, .name = "INT_STS", .isModelled = false},
};
constexpr std::array kI2sPortRegisters{RegisterInfo{.offset = 0, .name = "FIFO"}};

/// 4-bit code yyxx: (xx + 4) << (yy + 1) kHz.
std::uint32_t sampleRate(std::uint32_t directionControl)
{
    const std::uint32_t code = directionControl >> i2s_bits::kRate & 0xFU;
    return (((code & 3U) + 4) << ((code >> 2) + 1)) * 1'000;
}

std::uint32_t swapped(std::uint32_t frame)
{
    return frame << 16 | frame >> 16;
}

} // namespace

void I2sRegisters::Fifo::push(std::uint32_t word)
{
    if (!isFull())
        words[(first + count++) % kFifoDepth] = word;
}

std::uint32_t I2sRegisters::Fifo::pop()
{
    const std::uint32_t word = words[first];
    first = static_cast<std::uint8_t>((first + 1) % kFifoDepth);
    --count;
    return word;
}

I2sRegisters::I2sRegisters(engine::Scheduler& scheduler, DmaRequests& requests, unsigned index)
    : m_scheduler(scheduler)
    , m_requests(requests)
    , m_downChannel(i2s_bits::kFirstDmaChannel + 2 * index)
    , m_name(fmt::format("I2S{}", index))
    , m_port(*this)
    , m_downFrame(scheduler, "i2s.played", [this] { play(); })
    , m_upFrame(scheduler, "i2s.captured", [this] { capture(); })
{
}

std::span<const RegisterInfo> I2sRegisters::registers() const
{
    return kI2sRegisterTable;
}

std::uint32_t I2sRegisters::peek(std::uint32_t offset) const
{
    return offset < i2s_bits::kEnd ? wordAt(offset) : 0;
}

void I2sRegisters::write(std::uint32_t offset, std::uint32_t value)
{
    if (offset >= i2s_bits::kEnd)
        return;
    m_state.words[offset / 4] = value;
    update();
}

/// What runs, by the registers.
void I2sRegisters::update()
{
    const std::uint32_t global = wordAt(i2s_bits::kGlobal);
    const std::uint32_t down = wordAt(i2s_bits::kDown);
    const std::uint32_t up = wordAt(i2s_bits::kUp);
    const std::uint32_t resets = wordAt(i2s_bits::kSoftReset);
    const bool resetsDown = (resets & (i2s_bits::kResetBoth | i2s_bits::kResetDown)) != 0;
    const bool resetsUp = (resets & (i2s_bits::kResetBoth | i2s_bits::kResetUp)) != 0;
    if (resetsDown)
        m_state.down = {};
    if (resetsUp)
        m_state.up = {};
    // One driver family enables a direction and no FIFO, the other both.
    const auto runs = [&](std::uint32_t control, std::uint32_t fifo) {
        return (global & i2s_bits::kEnable) != 0 &&
               ((control & i2s_bits::kDirectionEnable) != 0 || (global & fifo) != 0);
    };
    setPace(m_state.downPace, m_downFrame,
            runs(down, i2s_bits::kDownFifo) && !resetsDown ? sampleRate(down) : 0);
    setPace(m_state.upPace, m_upFrame,
            runs(up, i2s_bits::kUpFifo) && !resetsUp ? sampleRate(up) : 0);
    updateRequests();
}

void I2sRegisters::setPace(Pace& pace, engine::Timer& timer, std::uint32_t hertz)
{
    if (hertz == pace.hertz)
        return;
    timer.cancel();
    pace = {.begin = m_scheduler.now(), .hertz = hertz};
    if (hertz != 0)
        nextFrame(pace, timer);
}

void I2sRegisters::nextFrame(Pace& pace, engine::Timer& timer)
{
    timer.setAt(engine::later(pace.begin, durationOf(++pace.frames, ClockRate{pace.hertz})));
}

void I2sRegisters::play()
{
    nextFrame(m_state.downPace, m_downFrame);
    const std::uint32_t global = wordAt(i2s_bits::kGlobal);
    const unsigned words = (wordAt(i2s_bits::kDown) & i2s_bits::kTwoWords) != 0 ? 2 : 1;
    for (unsigned i = 0; i < words; ++i) {
        if (m_state.down.count != 0) {
            std::uint32_t word = m_state.down.pop();
            if ((global & i2s_bits::kMono) != 0) {
                word &= 0xFFFF; // halfwords come by DMA; the other half is not theirs
                if ((global & i2s_bits::kMonoTwice) != 0)
                    word |= word << 16;
            }
            m_state.played = (global & i2s_bits::kDownSwap) != 0 ? swapped(word) : word;
        } else if ((global & i2s_bits::kEmptyValue) != 0) {
            m_state.played = 0; // else the last one again
        }
        if (m_sink)
            m_sink(m_state.played);
    }
    updateRequests();
}

void I2sRegisters::capture()
{
    nextFrame(m_state.upPace, m_upFrame);
    const bool isLooped = (wordAt(i2s_bits::kGlobal) & i2s_bits::kLoopback) != 0;
    const std::uint32_t up = wordAt(i2s_bits::kUp);
    const unsigned words = (up >> i2s_bits::kUpChannels & 3U) == 1 ? 2 : 1;
    for (unsigned i = 0; i < words; ++i) {
        std::uint32_t word = 0;
        if (isLooped)
            word = m_state.played;
        else if (m_source)
            word = m_source();
        m_state.up.push((up & i2s_bits::kUpSwap) != 0 ? swapped(word) : word);
    }
    updateRequests();
}

void I2sRegisters::updateRequests()
{
    const bool wantsDown = m_state.downPace.hertz != 0 && !m_state.down.isFull();
    const bool wantsUp = m_state.up.count != 0;
    if (std::exchange(m_wantsDown, wantsDown) != wantsDown)
        m_requests.setRequest(m_downChannel, wantsDown);
    if (std::exchange(m_wantsUp, wantsUp) != wantsUp)
        m_requests.setRequest(m_downChannel + 1, wantsUp);
}

void I2sRegisters::reset()
{
    m_downFrame.cancel();
    m_upFrame.cancel();
    m_state = {};
    updateRequests();
}

void I2sRegisters::exchange(engine::Snapshot& snapshot)
{
    snapshot.exchange(m_state);
    snapshot.exchange(m_downFrame);
    snapshot.exchange(m_upFrame);
    if (snapshot.isSaving())
        return;
    updateRequests();
    m_requests.setRequest(m_downChannel, m_wantsDown);
    m_requests.setRequest(m_downChannel + 1, m_wantsUp);
}

I2sRegisters::FifoPort::FifoPort(I2sRegisters& block)
    : m_block(block)
    , m_name(block.m_name + ".FIFO")
{
}

std::span<const RegisterInfo> I2sRegisters::FifoPort::registers() const
{
    return kI2sPortRegisters;
}

std::uint32_t I2sRegisters::FifoPort::peek(std::uint32_t offset) const
{
    const Fifo& up = m_block.m_state.up;
    return offset == 0 && up.count != 0 ? up.words[up.first] : 0;
}

std::uint32_t I2sRegisters::FifoPort::read(std::uint32_t offset)
{
    if (offset != 0 || m_block.m_state.up.count == 0)
        return 0;
    const std::uint32_t word = m_block.m_state.up.pop();
    m_block.updateRequests();
    return word;
}

void I2sRegisters::FifoPort::write(std::uint32_t offset, std::uint32_t value)
{
    if (offset != 0)
        return;
    m_block.m_state.down.push(value);
    m_block.updateRequests();
}

} // namespace perisphere::soc
