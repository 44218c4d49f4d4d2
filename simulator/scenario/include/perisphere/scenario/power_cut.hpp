// Loss of power at every change that a scenario makes to what the device remembers.
//
// The scenario runs once. At each lasting change (base/persistence.hpp) the device's folder is kept
// as a power cut right there leaves it: what comes before is done, what comes after is not. From
// each of these folders a device is switched on again. One run, and not one a cut, because an app
// in host mode does not make its writes at the same instants twice: only so is each state compared
// with what this very device had in memory. docs/simulator/power-cut.md.
#pragma once

#include "perisphere/base/persistence.hpp"
#include "perisphere/base/result.hpp"
#include "perisphere/runtime/persistent_state.hpp"
#include "perisphere/runtime/simulated_device.hpp"
#include "perisphere/scenario/run.hpp"
#include "perisphere/scenario/scenario.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace perisphere::scenario
{

/// The power goes before a change, or in the middle of one that is made of parts: half of the bytes
/// of a write are in the file, half of a folder's entries are gone.
struct PowerCut {
    std::size_t number = 0; ///< of the change, from 1
    std::string change;     ///< "replace certificates/a.pem"
    std::string done;       ///< "32 of 64 bytes"; empty: nothing
    std::filesystem::path folder;
    /// By kind: what the device may know afterwards. What it knew before the change, and the next
    /// that it knew, if that ever changed.
    std::map<std::string, std::vector<json::Value>, std::less<>> allowed;

    /// "power cut 7 at: replace certificates/a.pem".
    [[nodiscard]] std::string text() const;
};

struct PowerCutOptions {
    /// Tried in one run; each is a copy of the device's folder.
    static constexpr std::size_t kMaxChanges = 500;
    static constexpr std::uint64_t kMaxBytes = 2ULL * 1024 * 1024 * 1024; ///< of all copies

    std::filesystem::path scratch;   ///< where the folders are kept
    std::optional<std::size_t> only; ///< the number of one change
};

/// Keeps the folders, from its making on. Changes outside of the device's folder, and those of the
/// parts beside it (flash chips, cards), do not count.
class PowerCuts final : public persistence::Observer
{
public:
    /// `folder` is the device's. On the device's thread, before it runs; the device outlives
    /// finish().
    PowerCuts(runtime::SimulatedDevice& device, std::filesystem::path folder,
              PowerCutOptions options);
    PowerCuts(const PowerCuts&) = delete;
    PowerCuts& operator=(const PowerCuts&) = delete;
    ~PowerCuts() override;

    void before(const persistence::Change& change) override;

    /// The device has run to its end. LimitExceeded when there were too many changes, NotFound when
    /// there was none of the wanted number; the system's error when a folder could not be kept.
    [[nodiscard]] Result<std::vector<PowerCut>> finish();

    /// How many there were so far.
    [[nodiscard]] std::size_t changes() const;

private:
    /// A folder, and the change that it is about. What that is called is told at the end, when all
    /// apps are known.
    struct Kept {
        PowerCut cut;
        std::size_t state; ///< index in m_states
        persistence::ChangeKind kind;
        std::filesystem::path path; ///< in the folder
        std::uint64_t offset;
        std::size_t bytes;
    };

    [[nodiscard]] Result<> keep(const persistence::Change& change,
                                const std::filesystem::path& relative);
    [[nodiscard]] Result<> copyTo(const std::filesystem::path& folder);
    [[nodiscard]] std::string textOf(const Kept& kept) const;
    [[nodiscard]] std::string objectOf(const std::filesystem::path& path) const;

    runtime::SimulatedDevice& m_device;
    const std::filesystem::path m_folder;
    const PowerCutOptions m_options;
    mutable std::mutex m_mutex;
    std::vector<runtime::PersistentState> m_states; ///< one a change, and the last
    runtime::PersistentState m_latest;
    std::vector<Kept> m_kept;
    std::size_t m_changes = 0;
    std::uint64_t m_bytes = 0; ///< of the copies
    std::optional<Error> m_error;
};

/// How devices are switched on again.
struct PowerOn {
    std::function<Result<std::unique_ptr<runtime::SimulatedDevice>>(
        const std::filesystem::path& folder)>
        device;
    RunOptions run; ///< of the scenario's `recover`
};

struct CutResult {
    std::optional<Failure> failure; ///< nullopt: all is well
    bool wasInterrupted = false;    ///< by SIGINT or SIGTERM, which is a failure
};

/// Switches a device on in the cut's folder, holds it to what is allowed, and runs the scenario's
/// `recover` on it if it has `app` (a component id) or the scenario has none.
[[nodiscard]] CutResult tryPowerCut(const PowerCut& cut, const Scenario& scenario,
                                    const std::string& app, const PowerOn& powerOn);

} // namespace perisphere::scenario
