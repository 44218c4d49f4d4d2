#include "perisphere/network/settings_store.hpp"

#include "perisphere/base/atomic_file.hpp"
#include "perisphere/base/file.hpp"

namespace perisphere::network
{

Result<Settings> SettingsFile::load()
{
    constexpr std::uint64_t kMaxBytes = 256 * 1024; // all networks with the longest texts fit
    const auto text = readTextFile(m_path, kMaxBytes);
    if (!text && text.error().code == ErrorCode::NotFound)
        return Settings::factory();
    auto settings = text ? settingsFromJson(*text, m_path.string()) : fail(text.error());
    if (settings) {
        m_kept = *settings;
        return settings;
    }
    Error error = settings.error().during("load the network settings");
    if (error.advice.empty())
        error.advice = "move the file away to begin with those of a new device";
    return fail(std::move(error));
}

Result<> SettingsFile::save(const Settings& settings)
{
    if (m_isFull)
        return fail(ErrorCode::Io, "the storage is full, by an injected fault");
    constexpr ::mode_t kOwnerOnly = 0600;
    auto written = replaceFile(m_path, toJson(settings), kOwnerOnly);
    if (written)
        m_kept = settings;
    return written;
}

} // namespace perisphere::network
