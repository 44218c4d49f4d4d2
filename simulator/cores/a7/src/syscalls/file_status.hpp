// What stat(2) and its kin tell on a device: nothing of the host's.
#pragma once

#include "../syscall.hpp"

#include <string_view>
#include <sys/stat.h>

namespace perisphere::a7
{

/// As the device's file systems have it: numbers of files in the order in which the program asks
/// for them, and times of the device's clock; of a file by its name, or by a descriptor (then
/// without one). The host's where the program has no files of its own.
void tellAsDevice(Call& call, std::string_view name, int fd, struct stat& status);

/// The same in the larger structure.
void tellAsDevice(Call& call, std::string_view name, int fd, struct statx& status);

} // namespace perisphere::a7
