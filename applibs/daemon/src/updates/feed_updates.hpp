// Updates from a signed feed: what is there is looked for every some hours, verified, and offered
// to the coordinator, which tells the apps and installs.
//
// What fetches is another program without rights (perisphere-fetch); what installs systems is a
// third one (perisphere-install-system). docs/device/updates.md
#pragma once

#include "feed_choice.hpp"
#include "feed_files.hpp"
#include "helper_process.hpp"
#include "perisphere/daemon/update_configuration.hpp"
#include "perisphere/device/app_manager.hpp"
#include "perisphere/device/update_coordinator.hpp"
#include "perisphere/feed/verifier.hpp"
#include "system_updates.hpp"

#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <uv.h>

namespace perisphere::daemon
{

class FeedUpdates
{
public:
    /// All outlive this object; all on the loop's thread.
    struct Parts {
        uv_loop_t& loop;
        device::Timers& timers;
        device::AppManager& manager;
        device::UpdateCoordinator& updates;
        std::function<void(const std::string& line)> say; ///< into the device's log
        std::function<std::string()> systemVersion;
        std::function<void()> reboot;
    };

    /// `folder` is where it keeps what it has seen.
    [[nodiscard]] static Result<std::unique_ptr<FeedUpdates>>
    create(Parts parts, UpdateConfiguration configuration, const std::filesystem::path& folder);
    FeedUpdates(const FeedUpdates&) = delete;
    FeedUpdates& operator=(const FeedUpdates&) = delete;

    /// The first check follows soon, then one every interval.
    void onBoot();

    /// What UpdateParts::installSystem is to do: the bundle of that version has been fetched.
    void installSystem(const std::string& version) { m_system.install(version); }

private:
    FeedUpdates(Parts parts, UpdateConfiguration configuration, FeedFiles files);

    using Fetched = std::function<void(Result<bool> isThere)>; ///< false: the server has none
    void fetch(const std::string& path, std::uint64_t maxBytes, int output,
               std::chrono::seconds limit, const Fetched& fetched);
    void check();
    void checkIn(std::chrono::nanoseconds delay);
    void nextFile();
    void onFile(Result<bool> isThere);
    void choose();
    [[nodiscard]] bool isNews(const feed::Target& target);
    void nextTarget();
    void fetchTarget();
    void onTarget(const Result<bool>& isThere);
    [[nodiscard]] Result<> offer();
    void onCoordinator();
    void judge();
    void finishCheck(const std::string& line);
    void failCheck(const Error& error);
    void refuse(const feed::Target& target, const Error& error);

    Parts m_parts;
    UpdateConfiguration m_configuration;
    FeedFiles m_files;
    SystemUpdates m_system;
    std::unique_ptr<device::Timer> m_timer;   ///< of the next check, or of a step
    std::optional<feed::Verifier> m_verifier; ///< while metadata are looked at
    std::deque<feed::Target> m_news;          ///< what is left to offer; first: at hand
    bool m_isOffered = false;                 ///< the first of them is the coordinator's
    UniqueFd m_file;                          ///< that is being fetched
    std::unique_ptr<HelperProcess> m_fetching;
};

} // namespace perisphere::daemon
