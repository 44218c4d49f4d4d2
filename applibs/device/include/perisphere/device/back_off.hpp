// How long an app that keeps ending waits for its next start.
#pragma once

#include <chrono>

namespace perisphere::device
{

/// The reference tells that repeated failure is throttled, not by how much; these values are ours.
struct BackOff {
    std::chrono::milliseconds first{1'000};    ///< before the second restart in a row; doubles
    std::chrono::milliseconds longest{60'000}; ///< it doubles no further
    std::chrono::milliseconds healthy{60'000}; ///< a run of this length starts the count again

    /// `failures`: runs in a row that were shorter than `healthy`, the last one included. After the
    /// first the app is started again at once.
    [[nodiscard]] std::chrono::milliseconds delay(unsigned failures) const;
};

} // namespace perisphere::device
