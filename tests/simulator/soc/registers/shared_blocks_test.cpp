// The blocks that both real-time cores share, together, at random.
#include "perisphere/soc/registers/adc_registers.hpp"
#include "perisphere/soc/registers/gpio_counter.hpp"
#include "perisphere/soc/registers/gpio_registers.hpp"
#include "perisphere/soc/registers/i2s_registers.hpp"
#include "perisphere/soc/registers/pwm_registers.hpp"

#include "../chip.hpp"
#include "wires.hpp"

#include <fmt/format.h>

#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace perisphere::shared_blocks_test
{

using namespace perisphere::engine;
using namespace perisphere::soc;

namespace
{

class Random
{
public:
    explicit Random(std::uint32_t seed)
        : m_engine(seed)
    {
    }
    std::uint32_t operator()() { return static_cast<std::uint32_t>(m_engine()); }

private:
    std::mt19937 m_engine;
};

struct Fixture : test::Chip {
    Fixture()
    {
        for (const GpioBank& bank : gpioBanks())
            if (bank.layout == GpioLayout::Adc)
                add<GpioRegisters>(bank, chip.pads, chip.gpio, &adcControl);
            else if (bank.name == "GPIO.G1")
                add<GpioRegisters>(bank, chip.pads, chip.gpio, &control);
            else
                add<GpioRegisters>(bank, chip.pads, chip.gpio);
        add<AdcRegisters>(scheduler, chip.adc, adcControl, interrupts, requests);
        add<GpioCounter>(scheduler, chip.pads, alwaysOn, control, interrupts, 1U);
        add<PwmRegisters>(scheduler, *chip.pwm[1], chip.gpio, control, 1U);
        add<PinMux>();
        auto& i2s = add<I2sRegisters>(scheduler, requests, 0U);
        faces.push_back(&i2s.fifoPort());
        faces.push_back(&alwaysOn);
    }
    template <class Block, class... Arguments>
    Block& add(Arguments&&... arguments)
    {
        auto made = std::make_unique<Block>(std::forward<Arguments>(arguments)...);
        Block& block = *made;
        faces.push_back(made.get());
        owned.push_back(std::move(made));
        return block;
    }
    /// What a debugger sees of all registers, but for levels: a floating net keeps its last one.
    std::map<std::string, std::uint32_t> all()
    {
        std::map<std::string, std::uint32_t> values;
        for (const RegisterBlock* face : faces)
            for (const RegisterInfo& info : face->registers())
                for (std::uint32_t i = 0; i < info.count && info.name != "DIN"; ++i)
                    values[fmt::format("{}.{} {}", face->name(), info.name, i)] =
                        face->peek(info.offset + i * info.stride);
        return values;
    }
    std::vector<Drive> drives()
    {
        std::vector<Drive> all;
        for (std::size_t gpio = 0; gpio < kGpioCount; ++gpio)
            if (hasPad(static_cast<std::int64_t>(gpio)))
                all.push_back(chip.pads[gpio].drive());
        return all;
    }
    void accessAtRandom(Random& random)
    {
        RegisterBlock& face = *faces[random() % faces.size()];
        const auto registers = face.registers();
        const RegisterInfo& info = registers[random() % registers.size()];
        const std::uint32_t known = info.offset + random() % info.count * info.stride;
        const std::uint32_t offset = random() % 8 == 0 ? random() & 0xFFFCU : known;
        switch (random() % 4) {
        case 0:
            face.write(offset, random());
            break;
        case 1:
            face.write(offset, 1U << random() % 32);
            break;
        case 2:
            face.write(offset, face.read(offset) | 1U << random() % 32);
            break;
        default:
            static_cast<void>(face.read(offset));
        }
    }

    test::InterruptWires interrupts;
    test::RequestWires requests;
    AlwaysOn alwaysOn;
    GpioGroupControl control;
    AdcControl adcControl;
    std::vector<std::unique_ptr<RegisterBlock>> owned;
    std::vector<RegisterBlock*> faces;
};

} // namespace

TEST_CASE("all registers are listed in the order of their offsets, in words")
{
    Fixture f;
    for (const RegisterBlock* face : f.faces) {
        std::int64_t last = -1;
        for (const RegisterInfo& info : face->registers()) {
            INFO(face->name() << " " << info.name);
            CHECK(info.offset > last);
            CHECK(info.offset % 4 == 0);
            last = info.offset;
        }
    }
}

TEST_CASE("after a reset all registers are as after power-up, whatever was written")
{
    Fixture fresh;
    Fixture f;
    Random random(7);
    for (int i = 0; i < 2'000; ++i)
        f.accessAtRandom(random);
    for (RegisterBlock* face : f.faces)
        face->reset();
    CHECK((f.drives() == fresh.drives()));
    CHECK(f.scheduler.pendingEvents() == 0);
    CHECK(f.all() == fresh.all());
}

TEST_CASE("random accesses end, leave no storm of events, and come back from a snapshot")
{
    Fixture f;
    Random random(42);
    for (int round = 0; round < 20; ++round) {
        for (int i = 0; i < 500; ++i) {
            f.accessAtRandom(random);
            f.advance(Duration(random() % 2'000));
        }
        const std::uint64_t before = f.scheduler.executedEvents();
        f.advance(std::chrono::microseconds(100));
        // Four PWM channels at 26 MHz make two edges in 77 ns, each; nothing else is as fast.
        CHECK(f.scheduler.executedEvents() - before < 12'000);
    }
    Snapshot snapshot;
    const auto saved = f.all();
    for (RegisterBlock* face : f.faces)
        face->exchange(snapshot);
    const auto drives = f.drives();
    const auto levels = f.interrupts.levels;
    for (int i = 0; i < 500; ++i)
        f.accessAtRandom(random);
    snapshot.rewind();
    for (RegisterBlock* face : f.faces)
        face->exchange(snapshot);
    CHECK(f.all() == saved);
    CHECK((f.drives() == drives));
    CHECK(f.interrupts.levels == levels);
}

} // namespace perisphere::shared_blocks_test
