#include "perisphere/linux/services/pwm_chips.hpp"

#include "bus_thread.hpp"
#include "perisphere/protocol/pwm.hpp"
#include "pwm_output.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace perisphere::target
{

using device::App;
using device::ChannelRequest;
using device::Opened;
using device::Outcome;
using device::refuse;

namespace
{

/// The numbers of chips come with the drivers; the devices that have them stay.
std::optional<std::filesystem::path> pwmChip(const std::filesystem::path& sys,
                                             const std::string& device)
{
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(sys / "class/pwm", error))
        if (std::filesystem::read_symlink(entry.path() / "device", error).filename() == device)
            return entry.path();
    return std::nullopt;
}

} // namespace

class PwmChips::Channel final : public BusChannel
{
public:
    Channel(const std::vector<PwmChannel>& outputs, std::filesystem::path sys)
        : m_outputs(outputs)
        , m_sys(std::move(sys))
    {
    }

    [[nodiscard]] ChannelAnswer handle(const ChannelRequest& request) override
    {
        const auto fixed = request.fixedPart<protocol::PwmApplyRequest>();
        if (request.operation != protocol::Operation::PwmApply || !fixed)
            return {.error = EPROTO};
        if (fixed->channel >= m_outputs.size())
            return {.error = ENODEV};
        if (fixed->polarity > 1)
            return {.error = EINVAL};
        const PwmChannel& output = m_outputs[fixed->channel];
        const auto chip = pwmChip(m_sys, output.device);
        if (!chip)
            return {.error = ENODEV};
        return {.error = applyPwm(*chip, output.channel,
                                  {.periodNanoseconds = fixed->periodNanoseconds,
                                   .dutyNanoseconds = fixed->dutyNanoseconds,
                                   .isInversed = fixed->polarity == 1,
                                   .isEnabled = fixed->enabled != 0})};
    }

private:
    const std::vector<PwmChannel>& m_outputs;
    std::filesystem::path m_sys;
};

PwmChips::PwmChips(const DeviceNames& names, std::filesystem::path sys)
    : m_names(names)
    , m_sys(std::move(sys))
{
    for (auto& thread : m_threads)
        thread = std::make_unique<BusThread>();
}

PwmChips::~PwmChips() = default;

Outcome<Opened> PwmChips::open(const App& /*app*/, unsigned controller)
{
    const auto& outputs = m_names.pwms.at(controller);
    if (outputs.empty())
        return refuse(ENODEV, fmt::format("this board has no device for PWM-CONTROLLER-{}; its "
                                          "file names none",
                                          controller));
    for (const PwmChannel& output : outputs)
        if (!pwmChip(m_sys, output.device))
            return refuse(ENODEV,
                          fmt::format("no PWM chip in {} is of the device \"{}\", which the "
                                      "board's file names; load its driver or mend the file",
                                      (m_sys / "class/pwm").string(), output.device));
    return m_threads[controller]->add(0, std::make_unique<Channel>(outputs, m_sys));
}

} // namespace perisphere::target
