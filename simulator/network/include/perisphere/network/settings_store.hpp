// Where settings outlast the device's power.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/network/settings.hpp"

#include <atomic>
#include <filesystem>
#include <utility>

namespace perisphere::network
{

class SettingsStore
{
public:
    virtual ~SettingsStore() = default;

    /// Settings::factory() when none were ever saved.
    [[nodiscard]] virtual Result<Settings> load() = 0;
    [[nodiscard]] virtual Result<> save(const Settings& settings) = 0;
};

/// Gone with the process.
class MemorySettings final : public SettingsStore
{
public:
    [[nodiscard]] Result<Settings> load() override { return m_settings; }
    [[nodiscard]] Result<> save(const Settings& settings) override
    {
        m_settings = settings;
        return {};
    }

private:
    Settings m_settings = Settings::factory();
};

/// One JSON file, replaced as a whole; it holds keys, so only its owner may read it.
class SettingsFile final : public SettingsStore
{
public:
    explicit SettingsFile(std::filesystem::path path)
        : m_path(std::move(path))
    {
    }
    [[nodiscard]] Result<Settings> load() override;
    [[nodiscard]] Result<> save(const Settings& settings) override;

    /// What the next load() gives: what was loaded or saved last.
    [[nodiscard]] const Settings& kept() const { return m_kept; }

    /// save() fails, as without room in the flash memory. Any thread.
    void setFull(bool isFull) { m_isFull = isFull; }

private:
    std::filesystem::path m_path;
    Settings m_kept = Settings::factory();
    std::atomic<bool> m_isFull = false;
};

} // namespace perisphere::network
