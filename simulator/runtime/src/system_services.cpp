#include "system_services.hpp"

#include "perisphere/base/atomic_file.hpp"
#include "perisphere/base/file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <charconv>
#include <utility>

namespace perisphere::runtime
{

using device::App;
using device::Outcome;
using device::refuse;

namespace
{

/// 2000-01-01 00:00:00 UTC, the first that the clock counts from.
constexpr std::int64_t kEarliest = 946'684'800;

} // namespace

Rtc::Rtc(std::filesystem::path file, Now now)
    : m_file(std::move(file))
    , m_now(std::move(now))
    , m_baseAt(m_now())
{
    const auto text = readTextFile(m_file, 64);
    std::int64_t seconds = 0;
    if (text &&
        std::from_chars(text->data(), text->data() + text->size(), seconds).ec == std::errc() &&
        seconds >= kEarliest)
        m_base = seconds;
}

Outcome<> Rtc::set(std::int64_t secondsSinceEpoch)
{
    if (secondsSinceEpoch < kEarliest)
        return refuse(EINVAL, "the real-time clock counts from the year 2000 on");
    if (m_error != 0)
        return refuse(m_error, "the real-time clock fails, by an injected fault");
    if (const auto written = replaceFile(m_file, fmt::format("{}\n", secondsSinceEpoch)); !written)
        return refuse(EBUSY, written.error().toString());
    m_base = secondsSinceEpoch;
    m_baseAt = m_now();
    if (m_onSet)
        m_onSet(secondsSinceEpoch);
    return {};
}

std::optional<std::int64_t> Rtc::secondsSinceEpoch() const
{
    if (!m_base)
        return std::nullopt;
    return *m_base + (m_now() - m_baseAt).count() / 1'000'000'000;
}

Outcome<> Power::reboot()
{
    m_actions.reboot();
    return {};
}

Outcome<> Power::powerDown(std::uint32_t maximumResidencySeconds)
{
    if (maximumResidencySeconds == 0)
        return refuse(EINVAL, "the longest time to be powered down is 0 s; give 1 s or more");
    m_actions.powerDown(maximumResidencySeconds);
    return {};
}

Outcome<> Power::setProfile(device::PowerProfile profile)
{
    m_profile = profile; // the simulated core has one speed; the profile is kept to be seen
    return {};
}

Outcome<UniqueFd> Storage::openMutableFile(const App& app, std::uint32_t /*quotaKb*/)
{
    if (m_isBroken)
        return refuse(EIO, "the storage is broken, by an injected fault");
    if (m_isFull)
        return refuse(ENOSPC, "the storage is full, by an injected fault");
    // The quota is held by the launcher, which limits the size of files that the app may write.
    auto file = m_manager.store().openMutableFile(app.componentId);
    if (!file)
        return refuse(EIO, file.error().toString());
    return std::move(*file);
}

Outcome<> Storage::deleteMutableFile(const App& app)
{
    if (m_isBroken)
        return refuse(EIO, "the storage is broken, by an injected fault");
    const auto deleted = m_manager.store().deleteMutableFile(app.componentId);
    if (deleted)
        return {};
    if (deleted.error().code == ErrorCode::NotFound)
        return refuse(ENOENT); // documented: nothing to delete
    return refuse(EIO, deleted.error().toString());
}

Outcome<device::MemoryUsage> Applications::memoryUsage(const App& app)
{
    return m_isMemoryUnknown ? refuse(EAGAIN) : management::Applications::memoryUsage(app);
}

Outcome<UniqueFd> Applications::connect(const App& app, const std::string& componentId)
{
    return m_interCore != nullptr ? m_interCore->connect(app, componentId)
                                  : management::Applications::connect(app, componentId);
}

} // namespace perisphere::runtime
