// How a device service says no: the errno for the app and a sentence for its developer.
#pragma once

#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace perisphere::device
{

/// What the app's manifest lacks for a call.
struct MissingGrant {
    std::string capability; ///< its key
    std::string value;      ///< what was asked for, as the manifest writes it
    std::string line;       ///< the manifest's line that would allow it: "Gpio": [8, 9]
    bool operator==(const MissingGrant&) const = default;
};

struct Refusal {
    int error = 0; ///< the errno that the app's call fails with
    std::string
        reason; ///< for the app's log: what was refused and what would allow it; may be empty
    std::optional<MissingGrant> missing = {}; ///< where the manifest is why
    bool operator==(const Refusal&) const = default;
};

/// A T, or why the app does not get it.
template <class T = void>
using Outcome = tl::expected<T, Refusal>;

[[nodiscard]] inline tl::unexpected<Refusal> refuse(int error, std::string reason = {},
                                                    std::optional<MissingGrant> missing = {})
{
    return tl::unexpected<Refusal>(Refusal{error, std::move(reason), std::move(missing)});
}

} // namespace perisphere::device
