#include "perisphere/soc/isu_i2c.hpp"

#include "chip.hpp"

#include <optional>
#include <string>

namespace perisphere::isu_i2c_test
{

using namespace perisphere::engine;
using namespace std::chrono_literals;

namespace
{

/// Writes down what it hears.
class Recorder final : public bus::I2cTarget
{
public:
    bool start(std::uint8_t address, bus::I2cAccess access) override
    {
        if (address != 0x50)
            return false;
        heard += access == bus::I2cAccess::Read ? "R" : "W";
        return true;
    }
    bool write(std::uint8_t byte) override
    {
        heard += static_cast<char>(byte);
        return byte != 'n';
    }
    std::uint8_t read() override { return static_cast<std::uint8_t>('0' + m_next++); }
    void stop() override { heard += "."; }

    std::string heard;

private:
    int m_next = 0;
};

struct Bus {
    test::Chip test;
    Pin scl{test.netlist, "U1.SCL"};
    Pin sda{test.netlist, "U1.SDA"};
    Recorder recorder;
    bus::I2cPort port{test.buses.i2c(), scl, sda, recorder};
    Wire wireScl{test.netlist, scl, test.chip.pads.isu(3, soc::IsuPad::RtsMosiScl)};
    Wire wireSda{test.netlist, sda, test.chip.pads.isu(3, soc::IsuPad::RxdMisoSda)};
    soc::IsuI2c& controller = test.chip.isu[3]->i2c;
    std::optional<soc::I2cResult> result;
    std::string read;

    Bus() { controller.enable(); }
    void transfer(soc::I2cTransfer transfer)
    {
        controller.transfer(std::move(transfer),
                            [this](soc::I2cResult got, std::span<const std::uint8_t> bytes) {
                                result = got;
                                read.assign(bytes.begin(), bytes.end());
                            });
    }
};

} // namespace

TEST_CASE("write, repeated start and read are one transaction of its bus time")
{
    Bus bus;
    bus.transfer({.address = 0x50, .write = {'a', 'b'}, .readBytes = 3});
    // START, address, two bytes, repeated START, address, three bytes, STOP at 10 us a bit.
    const Duration time = 10us * (1 + 9 + 2 * 9 + 1 + 9 + 3 * 9 + 1);
    bus.test.advance(time - 1ns);
    CHECK_FALSE(bus.result);
    bus.test.advance(1ns);
    CHECK(bus.result == soc::I2cResult::Done);
    CHECK(bus.read == "012");
    CHECK(bus.recorder.heard == "WabR.");
}

TEST_CASE("the clock sets the time")
{
    Bus bus;
    bus.controller.setSpeed(400'000);
    bus.transfer({.address = 0x50, .write = {'a'}});
    bus.test.advance(2500ns * (1 + 9 + 9 + 1));
    CHECK(bus.result == soc::I2cResult::Done);
}

TEST_CASE("nobody at the address, and a byte that is not acknowledged")
{
    Bus bus;
    bus.transfer({.address = 0x51, .write = {'a'}});
    bus.test.advance(10ms);
    CHECK(bus.result == soc::I2cResult::NoAcknowledge);
    CHECK(bus.recorder.heard.empty());
    bus.transfer({.address = 0x50, .write = {'n', 'x'}});
    bus.test.advance(10ms);
    CHECK(bus.result == soc::I2cResult::NoAcknowledge);
    CHECK(bus.recorder.heard == "Wn.");
}

TEST_CASE("a line that is held low is a busy bus")
{
    Bus bus;
    Pin stuck(bus.test.netlist, "stuck");
    Wire wire(bus.test.netlist, stuck, bus.sda);
    stuck.setDrive(Drive::strong(kGround));
    bus.transfer({.address = 0x50, .write = {'a'}});
    bus.test.advance(10ms);
    CHECK(bus.result == soc::I2cResult::BusBusy);
}

namespace
{

struct Disturbed final : bus::I2cDisturbance {
    Disturbed(Bus& bus, bus::I2cFate fate)
        : I2cDisturbance(bus.test.buses.disturbances())
        , m_fate(fate)
    {
    }
    bus::I2cFate fate(const Pin& /*clock*/, std::uint8_t /*address*/) override { return m_fate; }

private:
    bus::I2cFate m_fate;
};

} // namespace

TEST_CASE("another controller that wins the bus ends a transfer")
{
    Bus bus;
    const Disturbed disturbed(bus, bus::I2cFate::ArbitrationLost);
    bus.transfer({.address = 0x50, .write = {'a'}});
    bus.test.advance(10ms);
    CHECK(bus.result == soc::I2cResult::ArbitrationLost);
    CHECK(bus.recorder.heard.empty());
}

TEST_CASE("a clock that is held keeps a transfer until it is given up")
{
    Bus bus;
    {
        const Disturbed disturbed(bus, bus::I2cFate::ClockHeld);
        bus.transfer({.address = 0x50, .write = {'a'}});
        bus.test.advance(10s);
        CHECK_FALSE(bus.result);
        CHECK(bus.controller.isBusy());
    }
    bus.controller.abort();
    bus.transfer({.address = 0x50, .write = {'a'}});
    bus.test.advance(10ms);
    CHECK(bus.result == soc::I2cResult::Done);
}

TEST_CASE("an unwired target is not heard")
{
    Bus bus;
    bus.wireSda.setConnected(false);
    bus.transfer({.address = 0x50, .write = {}});
    bus.test.advance(10ms);
    CHECK(bus.result == soc::I2cResult::NoAcknowledge);
}

} // namespace perisphere::isu_i2c_test
