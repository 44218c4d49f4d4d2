#include "fake/fake_applibs.hpp"

#include <applibs/adc.hpp>
#include <applibs/gpio.hpp>
#include <applibs/i2c.hpp>
#include <applibs/log.hpp>
#include <applibs/powermanagement.hpp>
#include <applibs/pwm.hpp>
#include <applibs/spi.hpp>
#include <applibs/storage.hpp>
#include <applibs/uart.hpp>

#include <catch2/catch.hpp>

#include <cstdint>

namespace perisphere::peripherals_test
{

using namespace applibs;
using namespace std::chrono_literals;

TEST_CASE("GPIO: mode and level reach the C function, the level comes back")
{
    resetFake();
    using namespace gpio;
    auto pin = OutputPin::open(8, Drive::OpenDrain, Level::High).value();
    CHECK(fake().last() == "GPIO_OpenAsOutput 8 1 1");
    CHECK(pin.setLevel(Level::Low));
    CHECK(fake().last() == "GPIO_SetValue 0");
    fake().result = 1;
    CHECK(pin.level().value() == Level::High);
    fake().error = EBADF;
    CHECK(pin.level().error().code == EBADF);
}

TEST_CASE("UART: settings that are not set are the library's")
{
    resetFake();
    REQUIRE(uart::Uart::open(4));
    CHECK(fake().last() == "z__UART_Open 4 115200 8 0 1 0");
    REQUIRE(uart::Uart::open(5, uart::Config()
                                    .setBaudRate(9600)
                                    .setDataBits(uart::DataBits::Seven)
                                    .setParity(uart::Parity::Even)
                                    .setStopBits(uart::StopBits::Two)
                                    .setFlowControl(uart::FlowControl::XonXoff)));
    CHECK(fake().last() == "z__UART_Open 5 9600 7 1 2 2");
}

TEST_CASE("I2C: lengths are those of the spans, the count comes back")
{
    resetFake();
    auto bus = i2c::I2cMaster::open(2).value();
    CHECK(bus.setBusSpeed(i2c::BusSpeed::Fast));
    CHECK(fake().last() == "I2CMaster_SetBusSpeed 400000");
    const std::uint8_t reg[] = {0x0f};
    std::uint8_t answer[6];
    fake().result = 7;
    CHECK(bus.writeThenRead(0x6a, reg, answer).value() == 7);
    CHECK(fake().last() == "I2CMaster_WriteThenRead 106 1 6");
    CHECK(bus.write(0x6a, {}).hasValue());
    CHECK(fake().last() == "I2CMaster_Write 106 0");
    CHECK(bus.read(0x6a, answer));
    CHECK(fake().last() == "I2CMaster_Read 106 6");
    CHECK(bus.setDefaultTargetAddress(0x3c));
    CHECK(fake().last() == "I2CMaster_SetDefaultTargetAddress 60");
    fake().error = ENXIO;
    CHECK(bus.read(0x6a, answer).error().code == ENXIO);
}

TEST_CASE("a time that the C function's number cannot hold becomes its largest")
{
    resetFake();
    auto bus = i2c::I2cMaster::open(2).value();
    CHECK(bus.setTimeout(250ms));
    CHECK(fake().last() == "I2CMaster_SetTimeout 250");
    CHECK(bus.setTimeout(std::chrono::milliseconds(0x1'0000'0001)));
    CHECK(fake().last() == "I2CMaster_SetTimeout 4294967295");
    CHECK(bus.setTimeout(-1ms));
    CHECK(fake().last() == "I2CMaster_SetTimeout 4294967295");
}

TEST_CASE("SPI: a sequence goes out as one call, each element in its direction")
{
    resetFake();
    auto flash = spi::SpiMaster::open(1, -1, spi::ChipSelectPolarity::ActiveHigh).value();
    CHECK(fake().last() == "z__SPIMaster_Open 1 -1 2");
    CHECK(flash.setMode(spi::Mode::Mode3));
    CHECK(fake().last() == "SPIMaster_SetMode 4");
    CHECK(flash.setBitOrder(spi::BitOrder::LsbFirst));
    CHECK(fake().last() == "SPIMaster_SetBitOrder 1");
    const std::uint8_t command[4]{};
    std::uint8_t answer[3];
    fake().result = 7;
    using spi::Transfer;
    CHECK(flash.transfer({Transfer::write(command), Transfer::read(answer)}).value() == 7);
    CHECK(fake().last() == "z__SPIMaster_TransferSequential v1 write 4w read 3r");
    CHECK(flash.writeThenRead(command, answer).value() == 7);
    CHECK(fake().last() == "z__SPIMaster_TransferSequential v1 write 4w read 3r");
    REQUIRE(spi::SpiMaster::open(0, -2));
    CHECK(fake().last() == "z__SPIMaster_Open 0 -2 1");
}

TEST_CASE("SPI: the header itself checks the arguments of SPIMaster_WriteThenRead")
{
    resetFake();
    std::uint8_t byte[1]{};
    errno = 0;
    CHECK(SPIMaster_WriteThenRead(0, nullptr, 1, byte, 1) == -1);
    CHECK(errno == EFAULT);
    CHECK(SPIMaster_WriteThenRead(0, byte, 0, nullptr, 1) == -1);
    CHECK(errno == EFAULT);
    CHECK(SPIMaster_WriteThenRead(0, byte, 0, byte, 1) == -1);
    CHECK(errno == EINVAL);
    CHECK(SPIMaster_WriteThenRead(0, byte, 1, byte, 0) == -1);
    CHECK(errno == EINVAL);
    CHECK(fake().calls.empty());
}

TEST_CASE("ADC: bits, reference and samples of a channel")
{
    resetFake();
    auto adc = adc::AdcController::open(0).value();
    fake().result = 12;
    CHECK(adc.sampleBitCount(3).value() == 12);
    CHECK(adc.setReferenceVoltage(3, 2.5F));
    CHECK(fake().last() == "z__ADC_SetReferenceVoltage 3 2.5");
    fake().result = 4095;
    CHECK(adc.poll(3).value() == 4095U);
    fake().error = ETIMEDOUT;
    CHECK(adc.poll(3).error().code == ETIMEDOUT);
}

TEST_CASE("PWM: times are given in any unit and reach the channel in nanoseconds")
{
    resetFake();
    auto pwm = pwm::PwmController::open(2).value();
    CHECK(pwm.apply(1, {.period = 20ms, .dutyCycle = 1500us, .polarity = pwm::Polarity::Inversed}));
    CHECK(fake().last() == "z__PWM_Apply 1 20000000 1500000 1 1");
    fake().error = EINVAL;
    CHECK(pwm.apply(1, {}).error().code == EINVAL);
}

TEST_CASE("power: a restart has no parameters, a power-down its time")
{
    resetFake();
    CHECK(powermanagement::forceSystemReboot());
    CHECK(fake().last() == "z__PowerManagement_TransitionToSystemPowerState 0");
    CHECK(powermanagement::forceSystemPowerDown(2min));
    CHECK(fake().last() == "z__PowerManagement_TransitionToSystemPowerState 1 120");
    using powermanagement::PowerProfile;
    CHECK(powermanagement::setSystemPowerProfile(PowerProfile::PowerSaver));
    CHECK(fake().last() == "z__PowerManagement_SetSystemPowerProfile 0");
}

TEST_CASE("power: a missing node of the kernel is reported as a missing capability")
{
    REQUIRE(access("/dev/cpufreq", F_OK) != 0);
    errno = 0;
    CHECK(PowerManagement_CpufreqOpen() == -1);
    CHECK(errno == EACCES);
}

TEST_CASE("log: a text is not taken for a format")
{
    resetFake();
    CHECK(log::write("100 %s"));
    CHECK(fake().last() == "100 %s");
    CHECK(log::debug("%d of %s", 3, "four"));
    CHECK(fake().last() == "3 of four");
}

TEST_CASE("storage: a path is copied and freed")
{
    resetFake();
    CHECK(storage::absolutePathInImagePackage("data/a").value() == "data/a");
    fake().error = EINVAL;
    CHECK(storage::absolutePathInImagePackage("../a").error().code == EINVAL);
    CHECK(storage::File::openMutable().error().code == EINVAL);
}

} // namespace perisphere::peripherals_test
