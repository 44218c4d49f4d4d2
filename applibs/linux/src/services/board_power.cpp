#include "perisphere/linux/services/board_power.hpp"

#include "sysfs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string>
#include <string_view>
#include <system_error>

namespace perisphere::target
{

using device::Outcome;
using device::PowerProfile;
using device::refuse;

namespace
{

using Governors = std::array<std::string_view, 3>;

/// The best first.
Governors governorsFor(PowerProfile profile)
{
    switch (profile) {
    case PowerProfile::PowerSaver:
        return {"conservative", "powersave", "schedutil"};
    case PowerProfile::Balanced:
        return {"ondemand", "schedutil", "conservative"};
    case PowerProfile::HighPerformance:
        break;
    }
    return {"performance"};
}

bool hasWord(std::string_view text, std::string_view word)
{
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        if (text.substr(0, end) == word)
            return true;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return false;
}

Outcome<> setGovernor(const std::filesystem::path& policy, const Governors& wanted)
{
    const std::string available =
        readAttribute(policy / "scaling_available_governors").value_or("");
    for (const std::string_view governor : wanted)
        if (!governor.empty() && hasWord(available, governor))
            if (writeAttribute(policy / "scaling_governor", governor) == 0)
                return {};
    return refuse(EOPNOTSUPP, fmt::format("the kernel has no governor for this power profile; "
                                          "{} has \"{}\"",
                                          policy.string(), available));
}

} // namespace

BoardPower::BoardPower(PowerActions actions, BoardClock& clock, std::filesystem::path sys)
    : m_actions(std::move(actions))
    , m_clock(clock)
    , m_sys(std::move(sys))
{
}

Outcome<> BoardPower::reboot()
{
    return m_actions.reboot();
}

Outcome<> BoardPower::powerDown(std::uint32_t maximumResidencySeconds)
{
    if (maximumResidencySeconds == 0)
        return refuse(EINVAL, "the longest time to be powered down is 0 s; give 1 s or more");
    if (auto set = m_clock.wakeAfter(maximumResidencySeconds); !set)
        return set;
    return m_actions.powerOff();
}

Outcome<> BoardPower::setProfile(PowerProfile profile)
{
    std::error_code error;
    for (const auto& entry :
         std::filesystem::directory_iterator(m_sys / "devices/system/cpu/cpufreq", error))
        if (entry.path().filename().string().starts_with("policy"))
            if (auto set = setGovernor(entry.path(), governorsFor(profile)); !set)
                return set;
    return {};
}

} // namespace perisphere::target
