#include "perisphere/daemon/update_configuration.hpp"

namespace perisphere::daemon
{

UpdateConfiguration readUpdateConfiguration(const json::Value& value)
{
    constexpr std::uint64_t kDefaultSystemMib = 1024;
    constexpr unsigned kMebi = 20;
    UpdateConfiguration configuration;
    configuration.feed = value["feed"].get<std::string>();
    while (configuration.feed.ends_with('/'))
        configuration.feed.pop_back();
    configuration.root = value["root"].get<std::string>();
    configuration.authorities = value.value("certificateAuthorities", "");
    configuration.group = value.value("deviceGroup", "");
    configuration.interval =
        std::chrono::hours(value.value("checkHours", configuration.interval.count()));
    configuration.firstCheck =
        std::chrono::seconds(value.value("firstCheckSeconds", configuration.firstCheck.count()));
    configuration.maxSystemBytes = value.value("systemMiB", kDefaultSystemMib) << kMebi;
    configuration.hasRauc = value.value("system", "") == "rauc";
    configuration.systemTrial =
        std::chrono::seconds(value.value("systemTrialSeconds", configuration.systemTrial.count()));
    configuration.bus = value.value("systemBus", "");
    return configuration;
}

} // namespace perisphere::daemon
