// The board's battery-backed clock.
#pragma once

#include "perisphere/device/services/system_services.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace perisphere::target
{

class BoardClock final : public device::RtcService
{
public:
    /// A path like /dev/rtc0; nullopt: the board has none.
    explicit BoardClock(std::optional<std::string> device)
        : m_device(std::move(device))
    {
    }
    [[nodiscard]] device::Outcome<> set(std::int64_t secondsSinceEpoch) override;

    /// Seconds since 1970 UTC. ENOENT without a clock, EIO when it was never set.
    [[nodiscard]] device::Outcome<std::int64_t> read() const;

    /// Lets it wake the board after so many seconds. ENODEV without a clock, EOPNOTSUPP when it has
    /// no alarm.
    [[nodiscard]] device::Outcome<> wakeAfter(std::uint32_t seconds);

private:
    [[nodiscard]] device::Outcome<UniqueFd> open() const;

    std::optional<std::string> m_device;
};

} // namespace perisphere::target
