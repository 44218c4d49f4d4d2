#include "perisphere/realtime/exception_names.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace perisphere::realtime
{

std::string nameOfException(unsigned number)
{
    static constexpr std::array<std::string_view, 16> kNames{
        "", "Reset", "NMI", "HardFault", "MemManage",    "BusFault", "UsageFault", "",
        "", "",      "",    "SVCall",    "DebugMonitor", "",         "PendSV",     "SysTick"};
    if (number >= kNames.size())
        return fmt::format("IRQ {}", number - kNames.size());
    return kNames[number].empty() ? fmt::format("exception {}", number)
                                  : std::string(kNames[number]);
}

} // namespace perisphere::realtime
