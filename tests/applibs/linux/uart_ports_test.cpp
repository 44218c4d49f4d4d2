// UARTs of the Linux target, on pseudo-terminals. The suite on a real port's driver: tests/target.
#include "perisphere/linux/services/uart_ports.hpp"

#include <catch2/catch.hpp>

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <unistd.h>

namespace perisphere::uart_ports_test
{

using device::UartSettings;

namespace
{

/// A board on which the UART of ISU1 is a pseudo-terminal.
struct Bench {
    Bench()
        : master(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC))
    {
        REQUIRE(::grantpt(master.get()) == 0);
        REQUIRE(::unlockpt(master.get()) == 0);
        names.uarts[1] = ::ptsname(master.get());
    }

    [[nodiscard]] device::Outcome<device::Opened> open(const UartSettings& settings = {},
                                                       unsigned isu = 1)
    {
        return ports.open(app, isu, settings);
    }

    UniqueFd master;
    target::DeviceNames names;
    target::UartPorts ports{names};
    device::App app;
};

std::string receive(int descriptor, std::size_t size)
{
    std::string bytes(size, '\0');
    const ssize_t got = ::read(descriptor, bytes.data(), bytes.size());
    bytes.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
    return bytes;
}

} // namespace

TEST_CASE("an app's UART is the tty itself, raw and non-blocking")
{
    Bench bench;
    const auto uart = bench.open({.baudRate = 250'000}); // for which libc has no name
    REQUIRE(uart);
    CHECK(uart->kind == protocol::DescriptorKind::KernelUart);
    const int descriptor = uart->descriptor.get();
    CHECK((::fcntl(descriptor, F_GETFL) & O_NONBLOCK) != 0);
    CHECK((::fcntl(descriptor, F_GETFD) & FD_CLOEXEC) != 0);
    char byte = 0;
    CHECK((::read(descriptor, &byte, 1) == -1 && errno == EAGAIN));

    const std::string all("\0\r\n\x03\x04\x11\x13\x1a\x7f\xff", 10);
    REQUIRE(::write(descriptor, all.data(), all.size()) == static_cast<ssize_t>(all.size()));
    CHECK(receive(bench.master.get(), 64) == all);
    REQUIRE(::write(bench.master.get(), all.data(), all.size()) ==
            static_cast<ssize_t>(all.size()));
    CHECK(receive(descriptor, 64) == all);
}

TEST_CASE("a UART is one app's, until its last descriptor is closed")
{
    Bench bench;
    auto uart = bench.open();
    REQUIRE(uart);
    const auto second = bench.open();
    REQUIRE_FALSE(second);
    CHECK(second.error().error == EBUSY);
    uart->descriptor.reset();
    CHECK(bench.open());
}

TEST_CASE("what a tty does not take up is refused, and by name")
{
    // A pseudo-terminal has no frames, so it has eight bits and no parity.
    Bench bench;
    const auto seven = bench.open({.dataBits = 7});
    REQUIRE_FALSE(seven);
    CHECK(seven.error().error == EINVAL);
    CHECK(seven.error().reason.find(*bench.names.uarts[1]) == 0);
    CHECK(bench.open({.parity = device::UartParity::Even}).error().error == EINVAL);
    CHECK(bench.open({.stopBits = 2}));
}

TEST_CASE("XON and XOFF are the tty's where they are asked for")
{
    Bench bench;
    const auto uart = bench.open({.flowControl = device::UartFlowControl::XonXoff});
    REQUIRE(uart);
    REQUIRE(::write(bench.master.get(), "\x13\x11x", 3) == 3);
    CHECK(receive(uart->descriptor.get(), 8) == "x");
}

TEST_CASE("a UART that the board does not have, or has not now, is ENODEV")
{
    Bench bench;
    const auto none = bench.open({}, 0);
    REQUIRE_FALSE(none);
    CHECK(none.error().error == ENODEV);
    CHECK(none.error().reason == "this board has no device for the UART of ISU0; its file names "
                                 "none");
    bench.names.uarts[2] = "/dev/not/there";
    CHECK(bench.open({}, 2).error().error == ENODEV);
    bench.names.uarts[3] = "/dev/null";
    const auto noTty = bench.open({}, 3);
    REQUIRE_FALSE(noTty);
    CHECK(noTty.error().error == ENODEV);
    CHECK(noTty.error().reason == "/dev/null, which stands for the UART of ISU3, is no tty");
}

} // namespace perisphere::uart_ports_test
