// Reboot, power down, and how fast the processor is.
#pragma once

#include "perisphere/device/services/system_services.hpp"
#include "perisphere/linux/services/board_clock.hpp"

#include <filesystem>
#include <functional>

namespace perisphere::target
{

/// What ends the running system. Both return at once, and the transition begins.
struct PowerActions {
    std::function<device::Outcome<>()> reboot;
    std::function<device::Outcome<>()> powerOff;
};

/// By way of systemd, which stops its services first, the daemon and its apps with them; where
/// another init runs, by the kernel, after what is not yet on the medium has been written.
[[nodiscard]] PowerActions systemPower();

class BoardPower final : public device::PowerService
{
public:
    /// `clock` must outlive it: it wakes the board. High performance is the profile after the
    /// start.
    BoardPower(PowerActions actions, BoardClock& clock, std::filesystem::path sys = "/sys");

    [[nodiscard]] device::Outcome<> reboot() override;

    /// A board that would not wake again stays on: what the clock's wakeAfter() says.
    [[nodiscard]] device::Outcome<> powerDown(std::uint32_t maximumResidencySeconds) override;

    /// By the governor of every frequency policy. Nothing to do where the processor has one speed;
    /// EOPNOTSUPP when the kernel has no governor for it.
    [[nodiscard]] device::Outcome<> setProfile(device::PowerProfile profile) override;

private:
    PowerActions m_actions;
    BoardClock& m_clock;
    std::filesystem::path m_sys;
};

} // namespace perisphere::target
