#include "device_node.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fcntl.h>
#include <system_error>

namespace perisphere::target
{

device::Outcome<UniqueFd> openDeviceNode(const std::optional<std::string>& path,
                                         std::string_view what)
{
    if (!path)
        return device::refuse(ENODEV, fmt::format("this board has no device for {}; its file "
                                                  "names none",
                                                  what));
    // Without O_NONBLOCK the open of a tty would wait for a carrier; the others do not mind.
    UniqueFd node(::open(path->c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
    if (node)
        return node;
    const int error = errno;
    const std::string reason = fmt::format("{}, which stands for {}, cannot be opened: {}", *path,
                                           what, std::generic_category().message(error));
    if (error == EBUSY)
        return device::refuse(EBUSY, reason);
    return device::refuse(ENODEV, reason + "; load its driver or mend the board's file");
}

} // namespace perisphere::target
