// The kernel takes the parts of a state one by one, and checks each against the others as they are
// at the time: the duty is never above the period, and many drivers keep the polarity of a running
// output, or cannot make what lies between the two states. So a running output is changed as it
// runs where that works, without a gap, and is stopped for the change where not.
#include "pwm_output.hpp"

#include "sysfs.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace perisphere::target
{
namespace
{

int exportOutput(const std::filesystem::path& chip, unsigned channel,
                 const std::filesystem::path& output)
{
    std::error_code error;
    if (std::filesystem::exists(output, error))
        return 0;
    return writeAttribute(chip / "export", std::to_string(channel));
}

PwmOutputState readState(const std::filesystem::path& output)
{
    const auto nanoseconds = [&](const char* name) {
        return static_cast<std::uint32_t>(readNumber(output / name).value_or(0));
    };
    return {.periodNanoseconds = nanoseconds("period"),
            .dutyNanoseconds = nanoseconds("duty_cycle"),
            .isInversed = readAttribute(output / "polarity") == "inversed",
            .isEnabled = readAttribute(output / "enable") == "1"};
}

int writeTimes(const std::filesystem::path& output, const PwmOutputState& state)
{
    const std::string period = std::to_string(state.periodNanoseconds);
    const std::string duty = std::to_string(state.dutyNanoseconds);
    const bool isDutyFirst = state.periodNanoseconds < readState(output).dutyNanoseconds;
    if (isDutyFirst)
        if (const int error = writeAttribute(output / "duty_cycle", duty))
            return error;
    if (const int error = writeAttribute(output / "period", period))
        return error;
    return isDutyFirst ? 0 : writeAttribute(output / "duty_cycle", duty);
}

/// Stops the output before, and starts it after.
int writeStopped(const std::filesystem::path& output, const PwmOutputState& state)
{
    if (readAttribute(output / "enable") != "0")
        if (const int error = writeAttribute(output / "enable", "0"))
            return error;
    if (const int error = writeTimes(output, state))
        return error;
    const char* const polarity = state.isInversed ? "inversed" : "normal";
    if (readAttribute(output / "polarity") != polarity) {
        const int error = writeAttribute(output / "polarity", polarity);
        if (error != 0 && (error != ENOENT || state.isInversed)) // not there: it is always normal
            return EINVAL;
    }
    return state.isEnabled ? writeAttribute(output / "enable", "1") : 0;
}

int change(const std::filesystem::path& output, const PwmOutputState& before,
           const PwmOutputState& state)
{
    if (before.isEnabled && state.isEnabled && before.isInversed == state.isInversed &&
        writeTimes(output, state) == 0)
        return 0;
    return writeStopped(output, state);
}

} // namespace

int applyPwm(const std::filesystem::path& chip, unsigned channel, const PwmOutputState& state)
{
    if (state.periodNanoseconds == 0 || state.dutyNanoseconds > state.periodNanoseconds)
        return EINVAL;
    const std::filesystem::path output = chip / fmt::format("pwm{}", channel);
    if (const int error = exportOutput(chip, channel, output))
        return error;
    const PwmOutputState before = readState(output);
    const int error = change(output, before, state);
    if (error != 0 && before.periodNanoseconds != 0)
        (void)writeStopped(output, before); // what cannot be made changes nothing
    return error;
}

} // namespace perisphere::target
