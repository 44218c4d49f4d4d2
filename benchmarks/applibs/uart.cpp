// 64 KiB out of a UART and back in through a loopback on the board, against the same bytes to
// another thread and back through a socket.

#include "app_benchmarks.hpp"
#include "echo_thread.hpp"

#include <applibs/uart.h>
#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <poll.h>
#include <unistd.h>
#include <vector>

namespace perisphere::bench
{
namespace
{

constexpr UART_Id kIsu0 = 4;
constexpr std::size_t kBytes = 65'536;

/// On their way at a time: a receiver that is not read loses what does not fit its buffer.
constexpr std::size_t kWindow = 2048;

int uart()
{
    static const int descriptor = [] {
        UART_Config config;
        UART_InitConfig(&config);
        config.baudRate = 3'000'000;
        return UART_Open(kIsu0, &config);
    }();
    return descriptor;
}

/// Writes and reads as either is possible, until all bytes are back.
bool throughLoopback(const std::vector<char>& sent, std::vector<char>& received)
{
    std::size_t out = 0;
    std::size_t in = 0;
    while (in < sent.size()) {
        pollfd ready{.fd = uart(), .events = POLLIN, .revents = 0};
        const std::size_t free = std::min(sent.size(), in + kWindow) - out;
        if (free > 0)
            ready.events |= POLLOUT;
        if (::poll(&ready, 1, 10'000) != 1)
            return false;
        if ((ready.revents & POLLOUT) != 0) {
            const auto size = ::write(uart(), sent.data() + out, free);
            if (size < 0 && errno != EAGAIN)
                return false;
            out += static_cast<std::size_t>(std::max<ssize_t>(size, 0));
        }
        if ((ready.revents & POLLIN) != 0) {
            const auto size = ::read(uart(), received.data() + in, received.size() - in);
            if (size < 0 && errno != EAGAIN)
                return false;
            in += static_cast<std::size_t>(std::max<ssize_t>(size, 0));
        }
    }
    return true;
}

std::vector<char> someBytes()
{
    std::vector<char> bytes(kBytes);
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<char>(i * 131 >> 3);
    return bytes;
}

void loopback(::benchmark::State& state)
{
    const std::vector<char> sent = someBytes();
    std::vector<char> received(sent.size());
    for (auto _ : state)
        if (!throughLoopback(sent, received) || received != sent)
            state.SkipWithError("what comes back is not what was sent");
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(kBytes));
}

void echo(::benchmark::State& state)
{
    EchoThread other;
    std::vector<char> bytes = someBytes();
    for (auto _ : state)
        for (std::size_t at = 0; at < bytes.size(); at += EchoThread::kMostBytes)
            if (!other.exchange(std::span(bytes).subspan(
                    at, std::min(EchoThread::kMostBytes, bytes.size() - at))))
                state.SkipWithError("the other thread does not answer");
}

} // namespace

void registerUart()
{
    ::benchmark::RegisterBenchmark("uart.loopback_64KiB/ours", loopback)->UseRealTime();
    ::benchmark::RegisterBenchmark("uart.loopback_64KiB/reference", echo)->UseRealTime();
}

} // namespace perisphere::bench
