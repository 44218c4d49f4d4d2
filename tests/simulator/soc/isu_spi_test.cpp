#include "perisphere/soc/isu_spi.hpp"

#include "chip.hpp"

#include <optional>
#include <vector>

namespace perisphere::isu_spi_test
{

using namespace perisphere::engine;
using namespace std::chrono_literals;

namespace
{

class Counter final : public bus::SpiTarget
{
public:
    std::uint8_t exchange(std::uint8_t mosi, const bus::SpiShift& shift) override
    {
        heard.push_back(mosi);
        last = shift;
        return m_next++;
    }
    std::vector<std::uint8_t> heard;
    bus::SpiShift last;

private:
    std::uint8_t m_next = 0x01;
};

struct Bus {
    test::Chip test;
    Pin clock{test.netlist, "U1.SCLK"};
    Pin mosi{test.netlist, "U1.MOSI"};
    Pin miso{test.netlist, "U1.MISO"};
    Pin select{test.netlist, "U1.CS"};
    Counter target;
    bus::SpiPort port{test.buses.spi(), {clock, mosi, miso, select}, target};
    Wire wireClock{test.netlist, clock, test.chip.pads.isu(0, soc::IsuPad::TxdSclk)};
    Wire wireSelect{test.netlist, select, test.chip.pads.isu(0, soc::IsuPad::CtsCsa)};
    soc::IsuSpi& controller = test.chip.isu[0]->spi;
    std::optional<std::vector<std::uint8_t>> read;
    std::optional<soc::SpiResult> result;

    Bus()
    {
        controller.enable();
        controller.prepareSelect(soc::SpiSelect::A, false);
    }
    void transfer(soc::SpiTransfer transfer)
    {
        controller.transfer(std::move(transfer),
                            [this](soc::SpiResult got, std::span<const std::uint8_t> bytes) {
                                result = got;
                                read.emplace(bytes.begin(), bytes.end());
                            });
    }
};

} // namespace

TEST_CASE("a transfer without a clock times out, and nothing passes")
{
    struct Stopped final : bus::SpiDisturbance {
        using SpiDisturbance::SpiDisturbance;
        bool stopsClock(const Pin& /*clock*/) override { return true; }
    };
    Bus bus;
    const Stopped stopped(bus.test.buses.disturbances());
    bus.transfer({.shift = {.hertz = 1'000'000},
                  .segments = {{.isRead = false, .bytes = 1}},
                  .write = {0x9F}});
    bus.test.advance(soc::IsuSpi::kTimeout - 1ns);
    CHECK_FALSE(bus.result);
    bus.test.advance(1ns);
    CHECK(bus.result == soc::SpiResult::TimedOut);
    CHECK(bus.target.heard.empty());
    CHECK(bus.select.isHigh());
}

TEST_CASE("the divider gives the nearest clock not above the request")
{
    CHECK(soc::IsuSpi::actualSpeed(40'000'000) == 40'000'000);
    CHECK(soc::IsuSpi::actualSpeed(100'000'000) == 40'000'000);
    CHECK(soc::IsuSpi::actualSpeed(30'000'000) == 26'666'666);
    CHECK(soc::IsuSpi::actualSpeed(1'000'000) == 1'000'000);
    CHECK(soc::IsuSpi::actualSpeed(1) == 20'000);
}

TEST_CASE("chip select is active over the whole transfer, which takes its bus time")
{
    Bus bus;
    CHECK(bus.select.level() == Level::High);
    bus.transfer({.shift = {.hertz = 1'000'000},
                  .segments = {{.isRead = false, .bytes = 2}, {.isRead = true, .bytes = 3}},
                  .write = {0x9F, 0x00}});
    CHECK(bus.select.level() == Level::Low);
    bus.test.advance(5 * 8us);
    CHECK(bus.select.level() == Level::Low);
    CHECK_FALSE(bus.read);
    bus.test.advance(1us);
    CHECK(bus.select.level() == Level::High);
    CHECK(bus.result == soc::SpiResult::Done);
    CHECK(bus.read == std::vector<std::uint8_t>{0x03, 0x04, 0x05});
    CHECK(bus.target.heard == std::vector<std::uint8_t>{0x9F, 0x00, 0xFF, 0xFF, 0xFF});
}

TEST_CASE("bit order and mode reach the target")
{
    Bus bus;
    bus.transfer({.shift = {.mode = bus::SpiMode::Mode3,
                            .bitOrder = bus::SpiBitOrder::LeastSignificantFirst,
                            .hertz = 1'000'000},
                  .segments = {{.isRead = false, .bytes = 1}, {.isRead = true, .bytes = 1}},
                  .write = {0x01}});
    CHECK(bus.clock.level() == Level::High); // CPOL 1
    bus.test.advance(1ms);
    CHECK(bus.target.heard.front() == 0x80);
    CHECK(bus.target.last.mode == bus::SpiMode::Mode3);
    CHECK(bus.read == std::vector<std::uint8_t>{0x40});
}

TEST_CASE("a target that is not selected hears nothing, and an open line reads ones")
{
    Bus bus;
    bus.controller.prepareSelect(soc::SpiSelect::B, false);
    bus.transfer({.select = soc::SpiSelect::B,
                  .shift = {.hertz = 1'000'000},
                  .segments = {{.isRead = true, .bytes = 1}}});
    bus.test.advance(1ms);
    CHECK(bus.target.heard.empty());
    CHECK(bus.read == std::vector<std::uint8_t>{0xFF});
}

} // namespace perisphere::isu_spi_test
