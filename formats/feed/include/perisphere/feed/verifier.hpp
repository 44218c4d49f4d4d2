// A device's way from the root that it trusts to the targets that there are now: which file is
// needed next, and whether what came may be believed.
//
// The workflow of The Update Framework 1.0, section 5. It does no I/O and knows no clock: whoever
// drives it fetches what it wants, and keeps state() on the disk after each take(), so that a loss
// of power loses no version that was seen. After an error the check is over; the next one begins
// with what was kept.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/feed/metadata.hpp"
#include "perisphere/feed/trust_state.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace perisphere::feed
{

/// A file of the feed's folder.
struct Wanted {
    std::string file;
    std::size_t maxBytes = 0;
    bool mayBeMissing = false; ///< takeMissing() goes on then
};

class Verifier
{
public:
    /// From the root file that the device was given, and what was kept after earlier checks; what
    /// began with another root file does not count. Untrusted when the root does not keep its own
    /// rules or the clock is not set, which is before something trusted was issued.
    [[nodiscard]] static Result<Verifier> start(std::string givenRoot,
                                                std::optional<TrustState> kept, Time now);

    /// nullopt: all is verified, and targets() are there.
    [[nodiscard]] std::optional<Wanted> wanted() const;

    /// What is wanted has these bytes.
    [[nodiscard]] Result<> take(std::string_view file);
    /// There is no newer root. An error for all other files.
    [[nodiscard]] Result<> takeMissing();

    [[nodiscard]] const TrustState& state() const { return m_state; }
    [[nodiscard]] const Root& root() const { return m_root; }
    [[nodiscard]] const Targets& targets() const { return m_targets; }

private:
    Verifier(TrustState state, Root root, Time now);

    [[nodiscard]] Result<> takeRoot(const Envelope& envelope, std::string_view file);
    [[nodiscard]] Result<> takeTimestamp(const Envelope& envelope);
    [[nodiscard]] Result<> takeSnapshot(const Envelope& envelope);
    [[nodiscard]] Result<> takeTargets(const Envelope& envelope);
    [[nodiscard]] Result<> checkTime(const Header& header, std::string_view fileName);
    [[nodiscard]] Result<> checkFile(std::string_view file, const FileVersion& expected,
                                     std::string_view fileName) const;

    TrustState m_state;
    Root m_root;
    Time m_now;
    std::optional<Role> m_wanted = Role::Root; ///< nullopt: done, or failed
    std::size_t m_newRoots = 0;
    FileVersion m_snapshot;
    FileVersion m_targetsFile;
    Targets m_targets;
};

} // namespace perisphere::feed
