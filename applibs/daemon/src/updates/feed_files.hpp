// What the daemon keeps of its feed on the disk: STATE/updates.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/feed/trust_state.hpp"

#include <filesystem>
#include <optional>
#include <set>
#include <string>

namespace perisphere::daemon
{

class FeedFiles
{
public:
    /// Makes the folder, which nobody else can enter, and clears away what was begun there.
    [[nodiscard]] static Result<FeedFiles> open(std::filesystem::path folder);

    [[nodiscard]] const std::filesystem::path& folder() const { return m_folder; }
    [[nodiscard]] std::filesystem::path bundle() const { return m_folder / "system.raucb"; }

    /// nullopt: nothing is kept yet. An error where it cannot be read: a device that forgot what it
    /// has seen would take older metadata.
    [[nodiscard]] Result<std::optional<feed::TrustState>> trust() const;
    [[nodiscard]] Result<> keepTrust(const feed::TrustState& state) const;

    /// Versions (image ids, "system 26.12") that were installed and did not run.
    [[nodiscard]] bool hasFailed(const std::string& version) const
    {
        return m_failed.contains(version);
    }
    [[nodiscard]] Result<> keepFailed(const std::string& version);
    /// Forgets those that are not among these.
    void forgetFailedBut(const std::set<std::string>& offered);

    /// The system that was installed before the last reboot; empty: none.
    [[nodiscard]] const std::string& installedSystem() const { return m_installedSystem; }
    [[nodiscard]] Result<> keepInstalledSystem(const std::string& version);

private:
    explicit FeedFiles(std::filesystem::path folder);
    [[nodiscard]] Result<> readHistory();
    [[nodiscard]] Result<> writeHistory() const;

    std::filesystem::path m_folder;
    std::set<std::string> m_failed;
    std::string m_installedSystem;
};

} // namespace perisphere::daemon
