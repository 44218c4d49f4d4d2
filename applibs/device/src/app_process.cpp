#include "perisphere/device/app_process.hpp"

#include <fmt/format.h>

#include <cstring>

namespace perisphere::device
{

std::string describe(const ProcessExit& exit)
{
    if (!exit.bySignal)
        return fmt::format("exit code {}", exit.code);
    const char* const name = ::sigabbrev_np(exit.code);
    return name == nullptr ? fmt::format("signal {}", exit.code)
                           : fmt::format("signal {} (SIG{})", exit.code, name);
}

} // namespace perisphere::device
