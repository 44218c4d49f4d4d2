#include "perisphere/soc/registers/adc_registers.hpp"

#include "../chip.hpp"
#include "wires.hpp"

#include <vector>

namespace perisphere::adc_registers_test
{

using namespace perisphere::engine;
using namespace perisphere::soc;
using namespace std::chrono_literals;
using test::rmwClear;
using test::rmwSet;

namespace
{

constexpr std::uint32_t kCtl0 = 0x00;
constexpr std::uint32_t kPeriod = 0x04;
constexpr std::uint32_t kCtl2 = 0x08;
constexpr std::uint32_t kCtl3 = 0x0C;
constexpr std::uint32_t kRbr = 0x100;
constexpr std::uint32_t kIer = 0x104;
constexpr std::uint32_t kIir = 0x108;
constexpr std::uint32_t kLsr = 0x114;
constexpr std::uint32_t kDmaEn = 0x14C;
constexpr std::uint32_t kRtoCnt = 0x154;
constexpr std::uint32_t kTriLvl = 0x160;
constexpr std::uint32_t kDebug16 = 0x1D4;
constexpr unsigned kIrq = 70;
constexpr unsigned kDma = 29;

struct Fixture : test::Chip {
    void volts(unsigned channel, std::int64_t millivolts)
    {
        chip.pads[adcGpio(channel)].setDrive(Drive::strong(Voltage::millivolts(millivolts)));
    }
    void field(std::uint32_t offset, std::uint32_t mask, std::uint32_t value)
    {
        adc.write(offset, (adc.read(offset) & ~mask) | value);
    }
    unsigned pointersApart()
    {
        const std::uint32_t pointers = adc.read(kDebug16);
        return ((pointers >> 5) - pointers) & 0x1F;
    }
    void resetByControl()
    {
        control.write(control.value & ~1U);
        control.write(control.value | 1U);
    }

    AdcControl control;
    test::InterruptWires interrupts;
    test::RequestWires requests;
    AdcRegisters adc{scheduler, chip.adc, control, interrupts, requests};
};

} // namespace

TEST_CASE("the vendor's one-shot: a scan of all channels and one interrupt")
{
    Fixture f;
    for (unsigned channel = 0; channel < 8; ++channel)
        f.volts(channel, 250 * channel);
    f.resetByControl();
    f.field(kCtl0, 0xFFFF0000, 0xFF0000);
    f.field(kCtl3, 0x3, 0x1);
    f.field(kDmaEn, 1, 0);
    f.field(kIer, 1, 1);
    f.field(kCtl0, 1U << 8, 0);
    f.field(kTriLvl, 0x1FU << 2, 8U << 2);
    f.field(kCtl0, 7U << 1, 5U << 1); // 32 samples
    f.adc.write(kPeriod, 0);
    f.field(kCtl2, 1U << 20, 0);
    f.field(kIer, 1, 1);
    f.field(kCtl0, 1, 1);
    // 21 ticks, and 8 + 32 + 3 for each channel
    f.advance(Duration(500 * (21 + 8 * 43) - 1));
    CHECK_FALSE(f.interrupts.isHigh(kIrq));
    CHECK(f.adc.read(kLsr) == 0);
    f.advance(1ns);
    CHECK(f.interrupts.isHigh(kIrq));
    CHECK(f.adc.read(kIir) == 4);
    REQUIRE(f.pointersApart() == 8);
    for (unsigned channel = 0; channel < 8; ++channel)
        CHECK(f.adc.read(kRbr) == (channel | (channel * 4095 + 5) / 10 << 4));
    CHECK_FALSE(f.interrupts.isHigh(kIrq));
    f.field(kCtl0, 1, 0);
    f.advance(10ms);
    CHECK(f.adc.read(kLsr) == 0); // one scan an edge of FSM_EN
}

TEST_CASE("the vendor's periodic mode keeps its rate, also after a reset without new settings")
{
    Fixture f;
    // 1 kHz, two channels, averages of 8
    f.field(kCtl0, 7U << 1, 3U << 1);
    f.field(kCtl0, 0xFFFF0000, 0x30000);
    f.field(kCtl0, 1U << 8, 1U << 8);
    f.adc.write(kPeriod, 2'000 - 21 - 2 * 19 - 1);
    f.field(kDmaEn, 1, 1);
    for (int i = 0; i < 2; ++i) {
        f.field(kCtl0, 1, 1);
        f.advance(Duration(500 * (21 + 2 * 19) - 1));
        CHECK_FALSE(f.requests.isHigh(kDma));
        f.advance(1ns);
        CHECK(f.requests.isHigh(kDma));
        CHECK((f.adc.read(kRbr) & 0xFU) == 0);
        CHECK((f.adc.read(kRbr) & 0xFU) == 1);
        CHECK_FALSE(f.requests.isHigh(kDma));
        f.advance(1ms - 1ns);
        CHECK_FALSE(f.requests.isHigh(kDma));
        f.advance(1ns);
        CHECK(f.pointersApart() == 2);
        CHECK_FALSE(f.interrupts.isHigh(kIrq));
        f.field(kCtl0, 1, 0);
        f.resetByControl();
        CHECK(f.pointersApart() == 0);
        CHECK_FALSE(f.requests.isHigh(kDma));
    }
}

TEST_CASE("Codethink's driver: the FIFO is drained, then one scan goes out by DMA")
{
    Fixture f;
    f.volts(2, 2500);
    f.volts(5, 0);
    f.control.write(0);
    f.control.write(1);
    f.adc.write(kCtl3, 0xA2D5);
    f.field(kCtl0, 0xFFFFFFFF, 8U << 4 | 20U << 9);
    while (f.pointersApart() != 0)
        static_cast<void>(f.adc.read(kRbr));
    f.field(kDmaEn, 1, 1);
    f.adc.write(kCtl0, f.adc.read(kCtl0) | 0x24U << 16 | 1);
    f.advance(Duration(500 * (21 + 2 * 12)));
    CHECK(f.requests.isHigh(kDma));
    CHECK(f.adc.read(kRbr) == (2U | 0xFFFU << 4));
    CHECK(f.adc.read(kRbr) == 5);
    CHECK_FALSE(f.requests.isHigh(kDma));
}

TEST_CASE("the reference is shared with the application core's side")
{
    Fixture f;
    f.volts(0, 900);
    f.adc.write(kCtl3, 1U << 31);
    CHECK(f.chip.adc.reference() == Voltage::millivolts(1800));
    f.field(kCtl0, 0xFFFF0000, 0x10000);
    f.field(kCtl0, 1, 1);
    f.advance(1ms);
    CHECK(f.adc.read(kRbr) >> 4 == 2048);
    REQUIRE(f.chip.adc.setReference(Voltage::millivolts(2500)));
    CHECK(f.adc.read(kCtl3) == 0);
}

TEST_CASE("timestamps count ADC clocks")
{
    Fixture f;
    f.adc.write(kCtl2, 1U << 21);
    f.field(kCtl0, 0xFFFF0000, 0x30000);
    f.field(kCtl0, 1, 1);
    f.advance(1ms);
    CHECK(f.adc.read(kRbr) >> 16 == 21 + 12);
    CHECK(f.adc.read(kRbr) >> 16 == 21 + 24);
}

TEST_CASE("what finds the FIFO full is lost, and too few results time out")
{
    Fixture f;
    f.adc.write(kPeriod, 0);
    f.adc.write(kIer, 1U << 3);
    f.adc.write(kRtoCnt, 2'000);
    f.field(kCtl0, 0xFFFF0000, 0x70000);
    f.field(kCtl0, 1, 1); // one scan of three
    f.advance(500us);
    CHECK(f.pointersApart() == 3);
    CHECK_FALSE(f.interrupts.isHigh(kIrq));
    f.advance(1ms);
    CHECK(f.interrupts.isHigh(kIrq));
    CHECK(f.adc.read(kIir) == 0xC);
    static_cast<void>(f.adc.read(kRbr));
    CHECK_FALSE(f.interrupts.isHigh(kIrq));
    f.field(kCtl0, 1U << 8 | 1, 0);
    f.field(kCtl0, 1U << 8 | 1, 1U << 8 | 1);
    f.advance(100ms);
    unsigned count = 0;
    for (; f.adc.read(kLsr) != 0 && count < 100; ++count)
        static_cast<void>(f.adc.read(kRbr));
    CHECK(count == 32);
}

TEST_CASE("a scan of nothing does nothing, and stopping one drops it")
{
    Fixture f;
    f.adc.write(kCtl0, 1U << 8 | 1);
    f.advance(1s);
    CHECK(f.scheduler.executedEvents() == 0);
    f.adc.write(kCtl0, 0);
    f.adc.write(kCtl0, 0xFFFFU << 16 | 1);
    f.advance(30us);
    f.adc.write(kCtl0, 0xFFFFU << 16);
    f.advance(1s);
    CHECK(f.adc.read(kLsr) == 0);
}

TEST_CASE("a scan in progress comes back from a snapshot")
{
    Fixture f;
    f.volts(0, 2500);
    f.adc.write(kIer, 1);
    f.adc.write(kTriLvl, 2U << 2);
    f.field(kCtl0, 0xFFFF0000, 0x30000);
    f.field(kCtl0, 1, 1);
    f.advance(Duration(500 * 40));
    Snapshot snapshot;
    f.adc.exchange(snapshot);
    f.adc.reset();
    snapshot.rewind();
    f.adc.exchange(snapshot);
    f.advance(Duration(500 * 5 - 1));
    CHECK_FALSE(f.interrupts.isHigh(kIrq));
    f.advance(1ns);
    CHECK(f.interrupts.isHigh(kIrq));
    CHECK(f.adc.read(kRbr) == 0xFFFU << 4);
}

} // namespace perisphere::adc_registers_test
