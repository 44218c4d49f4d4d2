// Setting and reading a GPIO, against one system call that does next to nothing: an ioctl on a
// pipe, as a driver of any kind would at least take.

#include "app_benchmarks.hpp"

#include <applibs/gpio.h>
#include <benchmark/benchmark.h>

#include <array>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace perisphere::bench
{
namespace
{

constexpr GPIO_Id kLed = 8;

int gpio()
{
    static const int descriptor =
        GPIO_OpenAsOutput(kLed, GPIO_OutputMode_PushPull, GPIO_Value_High);
    return descriptor;
}

void set(::benchmark::State& state)
{
    GPIO_Value_Type value = GPIO_Value_Low;
    for (auto _ : state) {
        if (GPIO_SetValue(gpio(), value) != 0)
            state.SkipWithError("the GPIO cannot be set");
        value = value == GPIO_Value_Low ? GPIO_Value_High : GPIO_Value_Low;
    }
}

void get(::benchmark::State& state)
{
    GPIO_Value_Type value = GPIO_Value_Low;
    for (auto _ : state) {
        if (GPIO_GetValue(gpio(), &value) != 0)
            state.SkipWithError("the GPIO cannot be read");
        ::benchmark::DoNotOptimize(value);
    }
}

/// Apps can open no device of the host for it.
int pipeEnd()
{
    static const int descriptor = [] {
        std::array<int, 2> ends{-1, -1};
        return ::pipe2(ends.data(), O_CLOEXEC) == 0 ? ends[0] : -1;
    }();
    return descriptor;
}

void oneIoctl(::benchmark::State& state)
{
    for (auto _ : state) {
        int waiting = 0;
        if (::ioctl(pipeEnd(), FIONREAD, &waiting) != 0)
            state.SkipWithError("the pipe does not answer");
        ::benchmark::DoNotOptimize(waiting);
    }
}

} // namespace

void registerGpio()
{
    ::benchmark::RegisterBenchmark("gpio.set/ours", set);
    ::benchmark::RegisterBenchmark("gpio.set/reference", oneIoctl);
    ::benchmark::RegisterBenchmark("gpio.get/ours", get);
    ::benchmark::RegisterBenchmark("gpio.get/reference", oneIoctl);
}

} // namespace perisphere::bench
