#include "perisphere/device/install_check.hpp"

#include "perisphere/hardware/pin_blocks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace perisphere::device
{
namespace
{

using manifest::ApplicationType;
using manifest::Capability;
using manifest::CapabilityValue;
using manifest::ListEntry;
using EntryValue = std::variant<std::int64_t, std::string>;

bool claims(const App& app, Capability capability, const EntryValue& value)
{
    const CapabilityValue* list = app.manifest.find(capability);
    return list != nullptr &&
           std::any_of(list->entries.begin(), list->entries.end(),
                       [&](const ListEntry& entry) { return entry.value == value; });
}

struct Claim {
    Capability capability;
    const ListEntry* entry;
};

/// The claim that a pointer such as "/Capabilities/Gpio/2" leads to.
std::optional<Claim> claimAt(const App& app, std::string_view pointer)
{
    for (const auto& [capability, value] : app.manifest.capabilities) {
        const std::string start = fmt::format("/Capabilities/{}/", name(capability));
        if (!pointer.starts_with(start))
            continue;
        std::size_t index = 0;
        std::from_chars(pointer.data() + start.size(), pointer.data() + pointer.size(), index);
        if (index < value.entries.size())
            return Claim{capability, &value.entries[index]};
    }
    return std::nullopt;
}

bool usesPwm(const App& app, const hardware::PinBlock* block)
{
    return block != nullptr && !block->peripheral.empty() &&
           claims(app, Capability::Pwm, std::string(block->peripheral));
}

/// Two apps in one pin block: the same pad, the same peripheral, or neighbours.
std::uint32_t blockNumber(const App& app, const App& holder, const std::string& pointer)
{
    const auto claim = claimAt(app, pointer);
    if (!claim)
        return kPinsInUse;
    if (claims(holder, claim->capability, claim->entry->value))
        return claim->capability == Capability::Gpio ? kGpioInUse : kPeripheralInUse;
    const auto* gpio = std::get_if<std::int64_t>(&claim->entry->value);
    if (claim->capability == Capability::Pwm ||
        (gpio != nullptr && usesPwm(holder, hardware::blockOfGpio(*gpio))))
        return kPwmConflict;
    return gpio != nullptr ? kGpioBlockConflict : kPinsInUse;
}

std::uint32_t numberOf(const Diagnostic& finding, const App& app, const App& holder)
{
    if (finding.rule == "pin-block-shared")
        return blockNumber(app, holder, finding.where.pointer);
    if (finding.rule == "port-shared")
        return kServerPortClaimed;
    return finding.rule == "interrupt-shared" ? kPeripheralInUse : 0;
}

DeviceResult<> checkBeside(const App& app, const App& holder)
{
    const Diagnostics findings = manifest::checkTogether(holder.manifest, app.manifest);
    const auto error =
        std::find_if(findings.begin(), findings.end(),
                     [](const Diagnostic& finding) { return finding.severity == Severity::Error; });
    if (error == findings.end())
        return {};
    Error refused = firstError(findings);
    refused.advice +=
        fmt::format("{}remove \"{}\" ({}) first, or let go of one of the two",
                    refused.advice.empty() ? "" : "; ", holder.name, holder.componentId);
    return fail(numberOf(*error, app, holder),
                refused.during(fmt::format("install \"{}\"", app.name)));
}

std::ptrdiff_t countOf(ApplicationType type, const App& without, Apps apps)
{
    return std::count_if(apps.begin(), apps.end(), [&](const auto& one) {
        return one->manifest.applicationType == type && one->componentId != without.componentId;
    });
}

DeviceResult<> checkPlaces(const App& app, Apps installed)
{
    const ApplicationType type = app.manifest.applicationType;
    const auto others = countOf(type, app, installed);
    if (type == ApplicationType::RealTimeCapable && others >= std::ptrdiff_t{kRealTimeCores})
        return fail(kNoFreeRealTimeCore,
                    Error{.code = ErrorCode::LimitExceeded,
                          .message = fmt::format("no real-time core is free for \"{}\"", app.name),
                          .expected = fmt::format("at most {} real-time apps", kRealTimeCores),
                          .advice = "remove one first"});
    if (type == ApplicationType::Debugger && others > 0)
        return fail(kDebuggerAlreadyLoaded, Error{.code = ErrorCode::AlreadyExists,
                                                  .message = "a debugger is installed already",
                                                  .advice = "remove it first"});
    return {};
}

bool lists(const App& app, const App& partner)
{
    return claims(app, Capability::AllowedApplicationConnections, partner.componentId);
}

} // namespace

DeviceResult<> checkInstall(const App& app, Apps installed)
{
    for (const auto& holder : installed)
        if (holder->componentId != app.componentId)
            if (auto beside = checkBeside(app, *holder); !beside)
                return beside;
    return checkPlaces(app, installed);
}

bool arePartners(const App& first, const App& second)
{
    return lists(first, second) && lists(second, first);
}

std::shared_ptr<const App> ownerOf(Capability capability, const EntryValue& value, Apps installed)
{
    const auto found = std::find_if(installed.begin(), installed.end(), [&](const auto& app) {
        return claims(*app, capability, value);
    });
    return found == installed.end() ? nullptr : *found;
}

std::shared_ptr<const App> ownerOfPin(std::int64_t gpio, Apps installed)
{
    const hardware::PinBlock* const block = hardware::blockOfGpio(gpio);
    if (block == nullptr)
        return nullptr;
    const auto isInBlock = [&](Capability capability, const ListEntry& entry) {
        const auto* number = std::get_if<std::int64_t>(&entry.value);
        if (number != nullptr)
            return capability == Capability::Gpio && hardware::blockOfGpio(*number) == block;
        // An interrupt line only watches a pin.
        return capability != Capability::ExternalInterrupt &&
               hardware::blockOfPeripheral(std::get<std::string>(entry.value)) == block;
    };
    for (const auto& app : installed)
        for (const auto& [capability, value] : app->manifest.capabilities)
            for (const ListEntry& entry : value.entries)
                if (isInBlock(capability, entry))
                    return app;
    return nullptr;
}

} // namespace perisphere::device
