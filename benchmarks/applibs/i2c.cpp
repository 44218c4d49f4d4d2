// Reading a register of an I2C sensor, against the way that any simulator in another process takes
// at the least: a byte to another thread through a socket, and one back.

#include "app_benchmarks.hpp"
#include "echo_thread.hpp"

#include <applibs/i2c.h>
#include <benchmark/benchmark.h>

#include <array>
#include <cstdint>

namespace perisphere::bench
{
namespace
{

constexpr I2C_InterfaceId kIsu2 = 2;
constexpr I2C_DeviceAddress kLsm6dso = 0x6A;
constexpr std::uint8_t kWhoAmI = 0x0F;
constexpr std::uint8_t kLsm6dsoId = 0x6C;

int master()
{
    static const int descriptor = [] {
        const int opened = I2CMaster_Open(kIsu2);
        I2CMaster_SetBusSpeed(opened, I2C_BUS_SPEED_FAST_PLUS);
        return opened;
    }();
    return descriptor;
}

void readRegister(::benchmark::State& state)
{
    for (auto _ : state) {
        std::uint8_t id = 0;
        const auto done =
            I2CMaster_WriteThenRead(master(), kLsm6dso, &kWhoAmI, sizeof kWhoAmI, &id, sizeof id);
        if (done != 2 || id != kLsm6dsoId)
            state.SkipWithError("the sensor does not answer");
    }
}

void echo(::benchmark::State& state)
{
    EchoThread other;
    std::array<char, 2> bytes{};
    for (auto _ : state)
        if (!other.exchange(bytes))
            state.SkipWithError("the other thread does not answer");
}

} // namespace

void registerI2c()
{
    ::benchmark::RegisterBenchmark("i2c.read_register/ours", readRegister)->UseRealTime();
    ::benchmark::RegisterBenchmark("i2c.read_register/reference", echo)->UseRealTime();
}

} // namespace perisphere::bench
