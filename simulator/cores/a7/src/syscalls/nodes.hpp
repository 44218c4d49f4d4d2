// open and ioctl of devices in /dev.
#pragma once

#include "../file_view.hpp"
#include "../syscall.hpp"

#include <optional>

namespace perisphere::a7
{

/// nullopt: the file is no such device.
[[nodiscard]] std::optional<Answer> openNode(Call& call, const FileView::Found& found, int flags);

/// ioctl(2); nullopt: the descriptor is of no such device, or the request is every descriptor's.
[[nodiscard]] std::optional<Answer> controlNode(Call& call);

// Of each kind, with the number of the device.
[[nodiscard]] Answer controlAdc(Call& call);
[[nodiscard]] Answer controlPwm(Call& call, std::uint32_t controller);
[[nodiscard]] Answer controlCpufreq(Call& call);

/// The answer to a request that has no value; nullopt: the thread waits.
[[nodiscard]] inline Answer statusOf(const std::optional<NodeReply>& reply)
{
    return reply ? Call::error(reply->error) : Answer{.isWaiting = true};
}

} // namespace perisphere::a7
