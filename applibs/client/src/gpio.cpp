// applibs/gpio.h: opened by request, then set and read through the GpioPage, or where the
// descriptor is the kernel's own through that.

#include "perisphere/protocol/gpio.hpp"

#include "abi.hpp"
#include "connection.hpp"
#include "peripheral.hpp"
#include "perisphere/protocol/gpio_page.hpp"

#include <applibs/gpio.h>

#include <climits>
#include <ctime>
#include <linux/futex.h>
#include <linux/gpio.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace perisphere::client;
using perisphere::protocol::GpioPage;
namespace protocol = perisphere::protocol;

namespace
{

int open(const protocol::GpioOpenRequest& request)
{
    return openPeripheral(raw(request),
                          {.api = Api::Gpio,
                           .resource = request.gpio,
                           .isOutput = request.direction ==
                                       static_cast<std::uint8_t>(protocol::GpioDirection::Output),
                           .withoutDevice = ENODEV});
}

std::uint64_t hostNanoseconds()
{
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000U +
           static_cast<std::uint64_t>(now.tv_nsec);
}

void wakeDevice()
{
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written =
        ::write(greeting().wakeDescriptor, &one, sizeof one); // a full counter wakes as well
}

/// Sleeps until `applied` is no longer `seen`, or a moment at most: a device that is gone must not
/// hang the app, and the connection tells that.
void waitForApplied(GpioPage& page, std::uint32_t seen)
{
    page.appliedWaiters.fetch_add(1, std::memory_order_seq_cst);
    wakeDevice();
    const timespec moment{.tv_sec = 0, .tv_nsec = 100'000'000};
    ::syscall(SYS_futex, &page.applied, FUTEX_WAIT, seen, &moment, nullptr, 0);
    page.appliedWaiters.fetch_sub(1, std::memory_order_relaxed);
}

/// Until all writes that this app has posted are in effect, so that a level read after a write
/// shows it, also on another pin that is wired to the first.
void awaitOwnWrites(GpioPage& page)
{
    const std::uint32_t last = page.nextTicket.load(std::memory_order_relaxed) - 1;
    for (int spins = 0; !isApplied(page, last); ++spins) {
        const std::uint32_t seen = page.applied.load(std::memory_order_acquire);
        if (static_cast<std::int32_t>(seen - last) > 0)
            return;
        if (spins == 0 && claimWake(page))
            wakeDevice();
        if (spins < 16)
            ::sched_yield();
        else
            waitForApplied(page, seen);
    }
}

void postWrite(GpioPage& page, const protocol::GpioWrite& write)
{
    while (!post(page, write)) // the queue is full: wait until the device has taken some
        waitForApplied(page, page.applied.load(std::memory_order_acquire));
    if (claimWake(page))
        wakeDevice();
}

/// An ioctl on a line request. A number that stands for something else by now is one of no GPIO.
int callKernelLine(int descriptor, unsigned long operation, gpio_v2_line_values& values)
{
    if (::ioctl(descriptor, operation, &values) == 0)
        return 0;
    return errno == ENOTTY ? fail(EBADF) : -1;
}

// Each way has a function of its own, so that none pays for what another needs: on a kernel's line
// each instruction counts.

[[gnu::noinline]] int getKernelLine(int descriptor, GPIO_Value_Type& level)
{
    gpio_v2_line_values values{.bits = 0, .mask = 1};
    if (callKernelLine(descriptor, GPIO_V2_LINE_GET_VALUES_IOCTL, values) != 0)
        return -1;
    level = (values.bits & 1) != 0 ? GPIO_Value_High : GPIO_Value_Low;
    return 0;
}

[[gnu::noinline]] int setKernelLine(int descriptor, GPIO_Value_Type level)
{
    gpio_v2_line_values values{.bits = level, .mask = 1};
    return callKernelLine(descriptor, GPIO_V2_LINE_SET_VALUES_IOCTL, values);
}

[[gnu::noinline]] int getOnPage(const Descriptor& gpio, GPIO_Value_Type& level)
{
    GpioPage* const page = greeting().gpioPage;
    if (page == nullptr)
        return fail(EBADF);
    awaitOwnWrites(*page);
    level = page->levels[static_cast<std::size_t>(gpio.resource) % protocol::kGpioPageLevels].load(
        std::memory_order_acquire);
    return 0;
}

[[gnu::noinline]] int setOnPage(const Descriptor& gpio, GPIO_Value_Type level)
{
    GpioPage* const page = greeting().gpioPage;
    if (page == nullptr)
        return fail(EBADF);
    postWrite(*page, {.gpio = static_cast<std::uint16_t>(gpio.resource),
                      .level = level,
                      .hostNanoseconds = hostNanoseconds()});
    return 0;
}

} // namespace

PERISPHERE_EXPORT int GPIO_OpenAsInput(GPIO_Id gpioId)
{
    return open(
        {.gpio = gpioId, .direction = static_cast<std::uint8_t>(protocol::GpioDirection::Input)});
}

PERISPHERE_EXPORT int GPIO_OpenAsOutput(GPIO_Id gpioId, GPIO_OutputMode_Type outputMode,
                                        GPIO_Value_Type initialValue)
{
    if (outputMode > GPIO_OutputMode_OpenSource || initialValue > GPIO_Value_High)
        return fail(EINVAL);
    return open({.gpio = gpioId,
                 .direction = static_cast<std::uint8_t>(protocol::GpioDirection::Output),
                 .drive = outputMode,
                 .level = initialValue});
}

PERISPHERE_EXPORT int GPIO_GetValue(int gpioFd, GPIO_Value_Type* outValue)
{
    if (outValue == nullptr)
        return fail(EFAULT);
    const Descriptor* const gpio = findGpio(gpioFd);
    if (gpio == nullptr)
        return fail(EBADF);
    return gpio->api == Api::KernelGpio ? getKernelLine(gpioFd, *outValue)
                                        : getOnPage(*gpio, *outValue);
}

PERISPHERE_EXPORT int GPIO_SetValue(int gpioFd, GPIO_Value_Type value)
{
    const Descriptor* const gpio = findGpio(gpioFd);
    if (gpio == nullptr)
        return fail(EBADF);
    if (value > GPIO_Value_High)
        return fail(EINVAL);
    if (!gpio->isOutput) // it has no effect there
        return 0;
    return gpio->api == Api::KernelGpio ? setKernelLine(gpioFd, value) : setOnPage(*gpio, value);
}
