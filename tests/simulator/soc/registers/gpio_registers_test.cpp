#include "perisphere/soc/registers/gpio_registers.hpp"

#include "../chip.hpp"
#include "wires.hpp"

#include <memory>
#include <string>
#include <vector>

namespace perisphere::gpio_registers_test
{

using namespace perisphere::engine;
using namespace perisphere::soc;
using test::rmwSet;

namespace
{

constexpr std::uint32_t kDin = 0x04;
constexpr std::uint32_t kDout = 0x10;
constexpr std::uint32_t kDoutSet = 0x14;
constexpr std::uint32_t kDoutReset = 0x18;
constexpr std::uint32_t kOe = 0x20;
constexpr std::uint32_t kOeSet = 0x24;
constexpr std::uint32_t kOeReset = 0x28;
constexpr std::uint32_t kPu = 0x30;
constexpr std::uint32_t kPuSet = 0x34;
constexpr std::uint32_t kPuReset = 0x38;
constexpr std::uint32_t kPd = 0x40;
constexpr std::uint32_t kPdSet = 0x44;
constexpr std::uint32_t kPdReset = 0x48;
constexpr std::uint32_t kIes = 0x60;
constexpr std::uint32_t kIesSet = 0x64;
constexpr std::uint32_t kIesReset = 0x68;

/// The blocks of the whole chip.
struct Fixture : test::Chip {
    Fixture()
    {
        for (const GpioBank& bank : gpioBanks())
            blocks.push_back(std::make_unique<GpioRegisters>(bank, chip.pads, chip.gpio));
    }
    GpioRegisters& block(std::string_view name)
    {
        for (const auto& one : blocks)
            if (one->name() == name)
                return *one;
        FAIL(std::string(name));
        return *blocks.front();
    }
    std::vector<std::unique_ptr<GpioRegisters>> blocks;
};

} // namespace

TEST_CASE("every pad of the chip is a bit of one GPIO block")
{
    std::vector<unsigned> seen(100);
    for (const GpioBank& bank : gpioBanks())
        for (unsigned bit = 0; bit < bank.pinCount; ++bit)
            ++seen[bank.gpios[bit]];
    for (unsigned gpio = 0; gpio < seen.size(); ++gpio)
        CHECK(seen[gpio] == (gpio <= 93 ? 1U : 0U));
}

TEST_CASE("GPIO registers are listed in the order of their offsets")
{
    Fixture f;
    for (const auto& block : f.blocks) {
        std::int64_t last = -1;
        for (const RegisterInfo& info : block->registers()) {
            CHECK(info.offset > last);
            last = info.offset;
        }
    }
}

TEST_CASE("an output by masks, as Codethink's driver makes it, on every layout")
{
    Fixture f;
    struct Pin {
        std::string_view block;
        std::uint32_t din;
        unsigned bit;
        unsigned gpio;
    };
    for (const Pin pin : {Pin{"GPIO.G3", 0x04, 0, 12}, Pin{"ISU0.GPIO", 0x0C, 2, 28},
                          Pin{"ADC.GPIO", 0x04, 3, 44}, Pin{"I2S0.GPIO", 0x00, 4, 60},
                          Pin{"ISU3.GPIO", 0x0C, 0, 66}, Pin{"ISU5.GPIO", 0x0C, 4, 80}}) {
        GpioRegisters& block = f.block(pin.block);
        const std::uint32_t mask = 1U << pin.bit;
        block.write(kOeSet, mask);
        block.write(kIesReset, mask);
        CHECK(f.chip.pads[pin.gpio].level() == Level::Low);
        block.write(kDoutSet, mask);
        CHECK(f.chip.pads[pin.gpio].level() == Level::High);
        CHECK(block.read(pin.din) == mask);
        block.write(kDoutReset, mask);
        CHECK(f.chip.pads[pin.gpio].level() == Level::Low);
        CHECK(block.read(pin.din) == 0);
    }
}

TEST_CASE("an output by read-modify-write, as the vendor's driver makes it")
{
    Fixture f;
    GpioRegisters& block = f.block("GPIO.G2");
    rmwSet(block, kIesReset, 1);
    rmwSet(block, kOeSet, 1);
    rmwSet(block, kDout, 1);
    CHECK(f.chip.pads[8].level() == Level::High);
    // A second line: what SET and RESET read must not act on the first again.
    rmwSet(block, kOeReset, 2);
    rmwSet(block, kIes, 2);
    CHECK(block.read(kOe) == 1);
    CHECK(block.read(kIes) == 2);
    CHECK(f.chip.pads[8].level() == Level::High);
    for (const std::uint32_t offset : {kDoutSet, kDoutReset, kOeSet, kOeReset, kPuSet, kPuReset,
                                       kPdSet, kPdReset, kIesSet, kIesReset})
        CHECK(block.read(offset) == 0);
    // Its getters write back what they read.
    for (const std::uint32_t offset : {kDin, kDout, kOe})
        block.write(offset, block.read(offset));
    CHECK(block.read(kDin) == 1);
    CHECK(block.read(kDout) == 1);
}

TEST_CASE("pulls as the vendor's driver sets them: those of all groups are cleared first")
{
    Fixture f;
    f.block("GPIO.G5").write(kPuSet, 1);
    CHECK(f.chip.pads[20].level() == Level::High);
    for (const char* name : {"GPIO.G0", "GPIO.G1", "GPIO.G2", "GPIO.G3", "GPIO.G4", "GPIO.G5"}) {
        f.block(name).write(kPu, 0x80000000);
        f.block(name).write(kPd, 0x80000000);
    }
    CHECK(f.chip.pads[20].level() == Level::Floating);
    GpioRegisters& block = f.block("GPIO.G3");
    rmwSet(block, kPdReset, 1);
    rmwSet(block, kPuReset, 1);
    rmwSet(block, kPuSet, 1);
    CHECK(block.read(kPu) == 0x80000001);
    CHECK(f.chip.pads[12].level() == Level::High);
    CHECK(block.read(kDin) == 1);
    block.write(kPu, 0xF0); // the copy of the fuses
    CHECK(block.read(kPu) == 0);
}

TEST_CASE("both pulls at once make half the supply, and an output wins over them")
{
    Fixture f;
    GpioRegisters& block = f.block("GPIO.G0");
    block.write(kPuSet, 2);
    block.write(kPdSet, 2);
    CHECK(f.chip.pads[1].voltage() == Voltage::millivolts(1650));
    block.write(kOeSet, 2);
    CHECK(f.chip.pads[1].voltage() == kGround);
}

TEST_CASE("an input reads what a part drives")
{
    Fixture f;
    Pin button(f.netlist, "SW1");
    const Wire wire(f.netlist, button, f.chip.pads[13]);
    GpioRegisters& block = f.block("GPIO.G3");
    block.write(kIesSet, 2);
    block.write(kOeReset, 2);
    button.setDrive(Drive::weak(kSupply3V3));
    CHECK((block.read(kDin) & 2U) == 2U);
    button.setDrive(Drive::strong(kGround));
    CHECK((block.read(kDin) & 2U) == 0);
}

TEST_CASE("the application core's services and a real-time core share a line")
{
    Fixture f;
    GpioRegisters& block = f.block("GPIO.G2");
    f.chip.gpio.setOutput(9, OutputMode::OpenDrain, true);
    CHECK(block.read(kOe) == 2);
    CHECK(block.read(kDout) == 2);
    block.write(kDoutReset, 2);
    CHECK(f.chip.pads[9].level() == Level::Low);
    block.write(kDoutSet, 2); // still open drain: that is no register's business
    CHECK(f.chip.pads[9].level() == Level::Floating);
}

TEST_CASE("a line that is lent keeps its settings and drives again when it is given back")
{
    Fixture f;
    GpioRegisters& block = f.block("GPIO.G0");
    f.chip.gpio.lend(0);
    block.write(kOeSet, 1);
    block.write(kDoutSet, 1);
    CHECK(f.chip.pads[0].level() == Level::Floating);
    f.chip.gpio.giveBack(0);
    CHECK(f.chip.pads[0].level() == Level::High);
}

TEST_CASE("numbers without a pad read what they drive")
{
    Fixture f;
    GpioRegisters& block = f.block("A7.GPIO");
    block.write(0x34, 1U << 14); // OE_SET, GPIO86
    block.write(0x14, 1U << 14 | 1U << 15);
    CHECK(block.read(0x00) == 1U << 14);
    CHECK(block.read(0x10) == (1U << 14 | 1U << 15));
    block.write(0x54, 1U << 15); // PU_SET
    CHECK(block.read(0x00) == (1U << 14 | 1U << 15));
    block.write(0x10, 0xFFFFFFFF);
    CHECK(block.read(0x10) == (1U << 22) - 1);
}

TEST_CASE("a block's control register tells who listens what changed")
{
    test::Chip test;
    GpioGroupControl control;
    GpioRegisters block(gpioBanks()[2], test.chip.pads, test.chip.gpio, &control);
    std::vector<BlockControlWrite> writes;
    const auto subscription =
        control.changed.subscribe([&](const BlockControlWrite& write) { writes.push_back(write); });
    rmwSet(block, 0x00, 0x9);
    CHECK(block.read(0x00) == 0xF); // out of reset from the start
    block.write(0x00, block.read(0x00) & ~0x4U);
    REQUIRE(writes.size() == 2);
    CHECK_FALSE(writes[0].falls(GpioGroupControl::kPwmReset));
    CHECK(writes[1].falls(GpioGroupControl::kPwmReset));
    CHECK_FALSE(writes[1].falls(GpioGroupControl::kCounterReset));
}

TEST_CASE("an ISU's control register resets the ISU and no GPIO line")
{
    test::Chip test;
    unsigned resets = 0;
    IsuControl control{.listener = [&] { ++resets; }};
    GpioRegisters block(gpioBanks()[8], test.chip.pads, test.chip.gpio, control);
    block.write(kOeSet, 1);
    test::rmwClear(block, 0x00, IsuControl::kNotReset);
    rmwSet(block, 0x00, IsuControl::kNotReset);
    CHECK(resets == 1);
    CHECK(block.read(0x00) == IsuControl::kPowerUp);
    CHECK(block.read(kOe) == 1);
}

TEST_CASE("GPIO state and levels come back from a snapshot")
{
    Fixture f;
    GpioRegisters& block = f.block("GPIO.G1");
    block.write(kOe, 0x3);
    block.write(kDout, 0x1);
    block.write(kPu, 0x8);
    block.write(0x70, 0x55);
    Snapshot snapshot;
    block.exchange(snapshot);
    block.write(kOe, 0x4);
    block.write(kDout, 0x6);
    block.write(kPu, 0);
    snapshot.rewind();
    block.exchange(snapshot);
    CHECK(block.read(kOe) == 0x3);
    CHECK(block.read(kDout) == 0x1);
    CHECK(block.read(0x70) == 0x55);
    CHECK(f.chip.pads[4].level() == Level::High);
    CHECK(f.chip.pads[5].level() == Level::Low);
    CHECK(f.chip.pads[6].level() == Level::Floating);
    CHECK(f.chip.pads[7].level() == Level::High);
    block.reset();
    CHECK(block.read(kOe) == 0);
    CHECK(f.chip.pads[4].level() == Level::Floating);
    CHECK(f.chip.pads[7].level() == Level::Floating);
}

} // namespace perisphere::gpio_registers_test
