// Crash reports, which apps write: whatever is in one, the frames are few and lie in absolute
// paths.

#include "perisphere/device/crash_report.hpp"
#include "perisphere/protocol/crash_report.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace perisphere;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto frames = device::parseCrashReport({reinterpret_cast<const char*>(data), size});
    if (frames.size() > static_cast<std::size_t>(protocol::kMaxCrashFrames))
        std::abort();
    for (const device::CrashFrame& frame : frames)
        if (!frame.file.empty() && frame.file.front() != '/')
            std::abort();
    return 0;
}
