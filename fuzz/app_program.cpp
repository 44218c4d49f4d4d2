// ELF files of apps for the emulated application core: whatever is in one, it is loaded within its
// window, or refused.

#include "loader.hpp"
#include "perisphere/base/unique_fd.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

using namespace perisphere;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const UniqueFd file(::memfd_create("program", MFD_CLOEXEC));
    if (!file || ::write(file.get(), data, size) != static_cast<ssize_t>(size))
        return -1;
    auto memory = a7::GuestMemory::create();
    if (!memory)
        return -1;
    const std::string path = "/proc/self/fd/" + std::to_string(file.get());
    const auto start = a7::loadProgram(
        **memory, {.program = path,
                   .programName = "/bin/app",
                   .arguments = {"/bin/app"},
                   .environment = {"A=1"},
                   .interpreter = [](const std::string& name) { return "/nowhere" + name; }});
    // What has been loaded has its stack, whatever its segments cover.
    if (start && (!(*memory)->isWritable(start->stack, 4) || start->stack % 8 != 0))
        std::abort();
    return 0;
}
