// ELF files, which apps bring along: whatever is in one, what it needs is read within bounds.

#include "perisphere/base/unique_fd.hpp"
#include "perisphere/device/loader_files.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <sys/mman.h>
#include <unistd.h>

using namespace perisphere;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const UniqueFd file(::memfd_create("elf", MFD_CLOEXEC));
    if (!file || ::write(file.get(), data, size) != static_cast<ssize_t>(size))
        return -1;
    const auto needs = device::readElfNeeds(file.get());
    if (!needs)
        return 0;
    for (const std::string& library : needs->libraries)
        if (library.size() > 4096)
            std::abort();
    return 0;
}
