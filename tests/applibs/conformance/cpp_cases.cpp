// The same board by way of applibs/*.hpp: every function of the layer, with a success and, where
// one is documented, a failure that keeps its errno. What the C API does in each case is in the .c
// files.

#include "check.hpp"

#include <applibs/adc.hpp>
#include <applibs/application.hpp>
#include <applibs/applications.hpp>
#include <applibs/eventloop.hpp>
#include <applibs/gpio.hpp>
#include <applibs/i2c.hpp>
#include <applibs/log.hpp>
#include <applibs/powermanagement.hpp>
#include <applibs/pwm.hpp>
#include <applibs/rtc.hpp>
#include <applibs/spi.hpp>
#include <applibs/storage.hpp>
#include <applibs/uart.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <unistd.h>
#include <utility>

using namespace applibs;
using namespace std::chrono_literals;

namespace
{

void gpioCase()
{
    using gpio::Level;
    auto out = gpio::OutputPin::open(0, gpio::Drive::PushPull, Level::High);
    auto in = gpio::InputPin::open(1);
    CHECK(out && in);
    CHECK(in->level().valueOr(Level::Low) == Level::High);
    CHECK(out->setLevel(Level::Low));
    CHECK(in->level().valueOr(Level::High) == Level::Low);
    CHECK_ERROR(gpio::InputPin::open(0), EBUSY);
    CHECK_ERROR(gpio::InputPin::open(60), EACCES);
    CHECK_ERROR(gpio::OutputPin::open(24, gpio::Drive::OpenSource, Level::Low), ENODEV);
    out->close();
    CHECK(gpio::InputPin::open(0));
    CHECK_ERROR(out->setLevel(Level::Low), EBADF);
    const gpio::InputPin moved = std::move(*in);
    CHECK(!*in && moved);
    CHECK(moved.level());
    CHECK_ERROR(in->level(), EBADF);
}

void uartCase()
{
    const auto config = uart::Config()
                            .setBaudRate(115200)
                            .setDataBits(uart::DataBits::Eight)
                            .setParity(uart::Parity::Even)
                            .setStopBits(uart::StopBits::Two)
                            .setFlowControl(uart::FlowControl::None);
    constexpr UART_Id kIsu0 = 4;
    auto port = uart::Uart::open(kIsu0, config);
    CHECK(port);
    CHECK_ERROR(uart::Uart::open(kIsu0), EBUSY);
    CHECK_ERROR(uart::Uart::open(9), ENODEV);
    std::array<std::uint8_t, 8> buffer{};
    CHECK_ERROR(port->read(buffer), EAGAIN);
    CHECK(port->write("loop").valueOr(0) == 4);

    // The loop tells when the bytes have come back.
    auto loop = eventloop::Loop::create();
    CHECK(loop);
    std::string received;
    auto registration =
        loop->registerIo(port->fd(), eventloop::IoEvents::Input, [&](int, eventloop::IoEvents) {
            const auto size = port->read(buffer).valueOr(0);
            received.append(buffer.begin(), buffer.begin() + size);
            if (received.size() == 4)
                CHECK(loop->stop());
        });
    CHECK(registration);
    const auto result = loop->run(5s);
    CHECK(result && *result == eventloop::RunResult::Finished);
    CHECK(received == "loop");
}

void i2cCase()
{
    auto bus = i2c::I2cMaster::open(1);
    CHECK(bus);
    CHECK_ERROR(i2c::I2cMaster::open(1), EBUSY);
    CHECK_ERROR(i2c::I2cMaster::open(0), EACCES);
    CHECK(bus->setBusSpeed(i2c::BusSpeed::FastPlus));
    CHECK_ERROR(bus->setBusSpeed(i2c::BusSpeed::High), EOPNOTSUPP);
    CHECK(bus->setTimeout(100ms));
    CHECK(bus->setDefaultTargetAddress(0x48));
    CHECK_ERROR(bus->setDefaultTargetAddress(0x80), EINVAL);
    const std::array<std::uint8_t, 2> registers{5, 0x77};
    const std::array<std::uint8_t, 1> pointer{5};
    std::array<std::uint8_t, 1> value{};
    CHECK(bus->write(0x48, registers).valueOr(0) == 2);
    CHECK(bus->writeThenRead(0x48, pointer, value).valueOr(0) == 2);
    CHECK(value[0] == 0x77);
    CHECK(bus->write(0x48, pointer));
    CHECK(bus->read(0x48, value).valueOr(0) == 1);
    CHECK_ERROR(bus->read(0x49, value), ENXIO);
    CHECK_ERROR(bus->write(0x49, pointer), ENXIO);
    CHECK_ERROR(bus->writeThenRead(0x49, pointer, value), ENXIO);
}

void spiCase()
{
    auto device = spi::SpiMaster::open(2, -1);
    CHECK(device);
    auto other = spi::SpiMaster::open(2, -2, spi::ChipSelectPolarity::ActiveHigh);
    CHECK(other);
    CHECK_ERROR(spi::SpiMaster::open(2, -1), EBUSY);
    CHECK_ERROR(spi::SpiMaster::open(3, -1, spi::ChipSelectPolarity::ActiveLow), EACCES);
    CHECK(device->setBusSpeed(1'000'000));
    CHECK_ERROR(device->setBusSpeed(0), EINVAL);
    CHECK(device->setMode(spi::Mode::Mode3));
    CHECK(device->setBitOrder(spi::BitOrder::MsbFirst));
    const std::array<std::uint8_t, 2> command{1, 2};
    std::array<std::uint8_t, 3> answer{9, 9, 9};
    CHECK(device->writeThenRead(command, answer).valueOr(0) == 5);
    CHECK(answer[0] == 0 && answer[2] == 0); // the complement of an undriven line
    CHECK(
        device->transfer({spi::Transfer::write(command), spi::Transfer::read(answer)}).valueOr(0) ==
        5);
    static const std::array<std::uint8_t, 4097> large{};
    CHECK_ERROR(device->transfer({spi::Transfer::write(large)}), EMSGSIZE);
    device->close();
    CHECK_ERROR(device->setMode(spi::Mode::Mode0), EBADF);
    CHECK_ERROR(device->setBitOrder(spi::BitOrder::LsbFirst), EBADF);
    CHECK_ERROR(device->writeThenRead(command, answer), EBADF);
}

void adcCase()
{
    auto controller = adc::AdcController::open(0);
    CHECK(controller);
    CHECK_ERROR(adc::AdcController::open(0), EBUSY);
    CHECK(controller->sampleBitCount(0).valueOr(0) == 12);
    CHECK_ERROR(controller->sampleBitCount(8), EINVAL);
    CHECK(controller->setReferenceVoltage(0, 2.5F));
    CHECK_ERROR(controller->setReferenceVoltage(0, 5.0F), EINVAL);
    const auto sample = controller->poll(0).valueOr(0);
    CHECK(sample >= 2046 && sample <= 2049);
    CHECK_ERROR(controller->poll(8), EINVAL);
}

void pwmCase()
{
    auto controller = pwm::PwmController::open(2);
    CHECK(controller);
    CHECK_ERROR(pwm::PwmController::open(0), EACCES);
    CHECK(controller->apply(0, {.period = 1ms, .dutyCycle = 250us}));
    CHECK(controller->apply(
        0,
        {.period = 1ms, .dutyCycle = 0us, .polarity = pwm::Polarity::Inversed, .enabled = false}));
    CHECK_ERROR(controller->apply(4, {.period = 1ms}), ENODEV);
    CHECK_ERROR(controller->apply(0, {.period = 1ms, .dutyCycle = 2ms}), EINVAL);
}

void eventLoopCase()
{
    auto loop = eventloop::Loop::create();
    CHECK(loop);
    CHECK(loop->waitDescriptor());
    const auto timedOut = loop->run(1ms);
    CHECK(timedOut && *timedOut != eventloop::RunResult::Finished);

    std::array<int, 2> ends{};
    CHECK(::pipe(ends.data()) == 0);
    int calls = 0;
    auto registration =
        loop->registerIo(ends[0], eventloop::IoEvents::Input, [&](int fd, eventloop::IoEvents) {
            char byte = 0;
            CHECK(::read(fd, &byte, 1) == 1);
            ++calls;
        });
    CHECK(registration);
    CHECK(::write(ends[1], "ab", 2) == 2);
    CHECK(loop->run(0ms, true));
    CHECK(calls == 1);
    CHECK(registration->modify(eventloop::IoEvents::None));
    CHECK(loop->run(0ms));
    CHECK(calls == 1);
    CHECK(registration->modify(eventloop::IoEvents::Input));
    CHECK(loop->run(0ms, true));
    CHECK(calls == 2);
    registration->reset();
    CHECK(loop->native() != nullptr);
    CHECK_ERROR(loop->registerIo(-1, eventloop::IoEvents::Input, [](int, eventloop::IoEvents) {}),
                EBADF);
    ::close(ends[0]);
    ::close(ends[1]);
}

void storageCase()
{
    auto file = storage::File::openMutable();
    CHECK(file && file->write("kept").valueOr(0) == 4);
    CHECK(storage::deleteMutableFile());
    CHECK_ERROR(storage::deleteMutableFile(), ENOENT);
    auto manifest = storage::File::openInImagePackage("app_manifest.json");
    std::array<std::uint8_t, 1> byte{};
    CHECK(manifest && manifest->read(byte).valueOr(0) == 1 && byte[0] == '{');
    CHECK_ERROR(storage::File::openInImagePackage("not/there"), ENOENT);
    const auto path = storage::absolutePathInImagePackage("app_manifest.json");
    CHECK(path && path->front() == '/');
    CHECK_ERROR(storage::absolutePathInImagePackage("../x"), EINVAL);
}

void deviceCase()
{
    CHECK(log::debug("conformance %d\n", 43));
    CHECK(log::write("100 %, as it stands\n"));
    CHECK(rtc::setFromSystemTime());
    CHECK(powermanagement::setSystemPowerProfile(powermanagement::PowerProfile::Balanced));
    CHECK_ERROR(powermanagement::forceSystemPowerDown(0s), EINVAL);
    const auto user = applications::userModeMemoryUsageInKB().valueOr(0);
    CHECK(user > 0);
    CHECK(applications::totalMemoryUsageInKB().valueOr(0) >= user);
    CHECK(applications::peakUserModeMemoryUsageInKB().valueOr(0) >= user);
    CHECK(applications::osVersion().valueOr("").size() >= 5);
    CHECK(application::isDeviceAuthReady());
    CHECK_ERROR(application::Connection::connect("not an id"), EINVAL);
}

void powerCase()
{
    CHECK_ERROR(powermanagement::forceSystemReboot(), EACCES);
    CHECK_ERROR(powermanagement::forceSystemPowerDown(10s), EACCES);
}

} // namespace

extern "C" const struct conformance_case cpp_cases[] = {
    {"c++: gpio", gpioCase},
    {"c++: uart and event loop", uartCase},
    {"c++: i2c", i2cCase},
    {"c++: spi", spiCase},
    {"c++: adc", adcCase},
    {"c++: pwm", pwmCase},
    {"c++: event loop", eventLoopCase},
    {"c++: storage", storageCase},
    {"c++: log, clock, power, memory, partners", deviceCase},
    {nullptr, nullptr},
};

extern "C" const struct conformance_case cpp_refusal_cases[] = {
    {"c++: a manifest that grants nothing: power is refused", powerCase},
    {nullptr, nullptr},
};
