#include "perisphere/linux/services/uart_ports.hpp"

#include "device_node.hpp"
#include "tty_settings.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace perisphere::target
{

using device::App;
using device::Opened;
using device::Outcome;
using device::refuse;

Outcome<Opened> UartPorts::open(const App& /*app*/, unsigned isu,
                                const device::UartSettings& settings)
{
    const auto& path = m_names.uarts.at(isu);
    const std::string what = fmt::format("the UART of ISU{}", isu);
    auto tty = openDeviceNode(path, what);
    if (!tty)
        return tl::unexpected(std::move(tty.error()));
    if (::isatty(tty->get()) == 0)
        return refuse(ENODEV, fmt::format("{}, which stands for {}, is no tty", *path, what));
    // The exclusive mode of ttys does not stop the daemon. A lock does, and goes with the last of
    // the descriptors, of which the app gets a copy.
    if (::flock(tty->get(), LOCK_EX | LOCK_NB) != 0)
        return refuse(EBUSY, fmt::format("{} ({}) is open already", what, *path));
    if (const std::string refused = applyTtySettings(tty->get(), settings); !refused.empty())
        return refuse(EINVAL, fmt::format("{} does not take {}", *path, refused));
    ::ioctl(tty->get(), TIOCEXCL); // for programs that know nothing of the lock
    return Opened{.descriptor = std::move(*tty), .kind = protocol::DescriptorKind::KernelUart};
}

} // namespace perisphere::target
