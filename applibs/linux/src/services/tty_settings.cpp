// The kernel's own structure (termios2) has rates as numbers; libc's has only some. Its header
// cannot be included together with libc's <termios.h>.
#include "tty_settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <asm/ioctls.h>
#include <asm/termbits.h>
#include <cerrno>
#include <sys/ioctl.h>
#include <system_error>

namespace perisphere::target
{

using device::UartFlowControl;
using device::UartParity;
using device::UartSettings;

namespace
{

constexpr tcflag_t kFrameFlags = CSIZE | CSTOPB | PARENB | PARODD | CRTSCTS;
constexpr tcflag_t kFlowFlags = IXON | IXOFF;

/// A receiver that samples in the middle of each bit has a tenth of a bit to spare over ten, on
/// both sides together.
constexpr std::uint64_t kPercentOff = 3;

tcflag_t sizeFlag(unsigned dataBits)
{
    switch (dataBits) {
    case 5:
        return CS5;
    case 6:
        return CS6;
    case 7:
        return CS7;
    default:
        return CS8;
    }
}

tcflag_t frameFlags(const UartSettings& settings)
{
    tcflag_t flags = sizeFlag(settings.dataBits);
    if (settings.stopBits == 2)
        flags |= CSTOPB;
    if (settings.parity != UartParity::None)
        flags |= PARENB;
    if (settings.parity == UartParity::Odd)
        flags |= PARODD;
    if (settings.flowControl == UartFlowControl::RtsCts)
        flags |= CRTSCTS;
    return flags;
}

bool isNear(std::uint64_t rate, std::uint64_t wanted)
{
    const std::uint64_t difference = std::max(rate, wanted) - std::min(rate, wanted);
    return difference * 100 <= wanted * kPercentOff;
}

} // namespace

std::string applyTtySettings(int tty, const UartSettings& settings)
{
    termios2 wanted{};
    wanted.c_cflag = frameFlags(settings) | CREAD | CLOCAL | BOTHER | (BOTHER << IBSHIFT);
    wanted.c_iflag = settings.flowControl == UartFlowControl::XonXoff ? kFlowFlags : 0;
    wanted.c_ispeed = settings.baudRate;
    wanted.c_ospeed = settings.baudRate;
    wanted.c_cc[VMIN] = 1; // an empty queue is EAGAIN, not an end
    wanted.c_cc[VSTART] = 0x11;
    wanted.c_cc[VSTOP] = 0x13;
    termios2 actual{};
    if (::ioctl(tty, TCSETS2, &wanted) != 0 || ::ioctl(tty, TCGETS2, &actual) != 0)
        return std::generic_category().message(errno);
    if (!isNear(actual.c_ospeed, settings.baudRate))
        return fmt::format("{} baud; the nearest it makes is {}", settings.baudRate,
                           actual.c_ospeed);
    if (((actual.c_cflag ^ wanted.c_cflag) & kFrameFlags) != 0 ||
        ((actual.c_iflag ^ wanted.c_iflag) & kFlowFlags) != 0)
        return "this combination of data bits, stop bits, parity and flow control";
    ::ioctl(tty, TCFLSH, TCIOFLUSH); // what came before is not this app's
    return {};
}

} // namespace perisphere::target
