#include "fake/fake_applibs.hpp"

#include <applibs/gpio.hpp>
#include <applibs/storage.hpp>

#include <catch2/catch.hpp>

#include <fcntl.h>

#include <type_traits>

namespace perisphere::handles_test
{

using namespace applibs;
using gpio::InputPin;

static_assert(!std::is_copy_constructible_v<InputPin> && !std::is_copy_assignable_v<InputPin>);
static_assert(std::is_nothrow_move_constructible_v<InputPin>);
static_assert(std::is_nothrow_move_assignable_v<InputPin>);

namespace
{

/// Opens something else under a number that has just become free, to see whether it is closed
/// again.
void occupy(int fd)
{
    const int other = open("/dev/null", O_RDONLY | O_CLOEXEC);
    REQUIRE(other >= 0);
    if (other != fd) {
        REQUIRE(fcntl(fd, F_GETFD) == -1);
        REQUIRE(dup2(other, fd) == fd);
        REQUIRE(close(other) == 0);
    }
}

} // namespace

TEST_CASE("a handle closes its descriptor when it goes")
{
    resetFake();
    int fd = -1;
    {
        const InputPin pin = InputPin::open(3).value();
        fd = pin.fd();
        CHECK(isOpen(fd));
        CHECK(fake().last() == "GPIO_OpenAsInput 3");
    }
    CHECK_FALSE(isOpen(fd));
}

TEST_CASE("a descriptor that moved is closed once, by its last owner")
{
    resetFake();
    int fd = -1;
    {
        InputPin first = InputPin::open(1).value();
        fd = first.fd();
        {
            const InputPin second = std::move(first);
            CHECK(second.fd() == fd);
            CHECK(first.fd() ==
                  -1); // NOLINT(bugprone-use-after-move): the state after is the point
        }
        CHECK_FALSE(isOpen(fd));
        occupy(fd);
    }
    CHECK(isOpen(fd)); // the first did not close it again
    close(fd);
}

TEST_CASE("assigning a handle closes what it had, but not when it is assigned to itself")
{
    resetFake();
    InputPin pin = InputPin::open(1).value();
    const int old = pin.fd();
    InputPin other = InputPin::open(2).value();
    const int taken = other.fd();
    pin = std::move(other);
    CHECK_FALSE(isOpen(old));
    CHECK(pin.fd() == taken);
    InputPin& same = pin;
    pin = std::move(same);
    CHECK(pin.fd() == taken);
    CHECK(isOpen(taken));
}

TEST_CASE("a handle that was closed or gave its descriptor up closes nothing more")
{
    resetFake();
    int closed = -1;
    int released = -1;
    {
        InputPin pin = InputPin::open(1).value();
        closed = pin.fd();
        pin.close();
        CHECK_FALSE(pin);
        CHECK_FALSE(isOpen(closed));
        occupy(closed);
        InputPin other = InputPin::open(2).value();
        released = other.release();
    }
    CHECK(isOpen(closed));
    CHECK(isOpen(released));
    close(closed);
    close(released);
}

TEST_CASE("closing keeps errno")
{
    resetFake();
    {
        const InputPin pin = InputPin::open(1).value();
        errno = ENOENT;
    }
    CHECK(errno == ENOENT);
}

TEST_CASE("an open that fails gives the function's name and errno, and no handle")
{
    resetFake();
    fake().error = EBUSY;
    const auto pin = InputPin::open(1);
    REQUIRE_FALSE(pin);
    CHECK(pin.error().code == EBUSY);
    CHECK(std::string(pin.error().operation) == "GPIO_OpenAsInput");
}

TEST_CASE("a stream reads and writes its descriptor")
{
    resetFake();
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    storage::File in(ends[0]);
    storage::File out(ends[1]);
    CHECK(out.write("abc").value() == 3);
    std::uint8_t bytes[8]{};
    CHECK(in.read(bytes).value() == 3);
    CHECK(bytes[2] == 'c');
    out.close();
    CHECK(in.read(bytes).value() == 0);
    CHECK(in.write("x").error().code == EBADF);
}

} // namespace perisphere::handles_test
