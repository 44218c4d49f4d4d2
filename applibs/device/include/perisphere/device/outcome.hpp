// How a device service says no: the errno for the app and a sentence for its developer.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace perisphere::device
{

struct Refusal {
    int error = 0; ///< the errno that the app's call fails with
    std::string
        reason; ///< for the app's log: what was refused and what would allow it; may be empty
    bool operator==(const Refusal&) const = default;
};

/// A T, or why the app does not get it.
template <class T = void>
using Outcome = tl::expected<T, Refusal>;

[[nodiscard]] inline tl::unexpected<Refusal> refuse(int error, std::string reason = {})
{
    return tl::unexpected<Refusal>(Refusal{error, std::move(reason)});
}

} // namespace perisphere::device
