// Programs that a managed network borrows.
#pragma once

#include <filesystem>

namespace perisphere::target
{

struct NetworkPrograms {
    std::filesystem::path busybox = "/bin/busybox"; ///< with udhcpc and udhcpd
    std::filesystem::path dhcpEvent;                ///< ours: programs/dhcp_event.c
};

} // namespace perisphere::target
