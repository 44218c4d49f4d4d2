// Where a device's updates come from: the member "updates" of its configuration.
#pragma once

#include "perisphere/json/value.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

namespace perisphere::daemon
{

struct UpdateConfiguration {
    std::string feed;                     ///< "https://...", without a slash at its end
    std::filesystem::path root;           ///< the feed's root
    std::filesystem::path authorities;    ///< PEM; empty: the system's
    std::string group;                    ///< of devices; empty: none
    std::chrono::hours interval{20};      ///< between checks
    std::chrono::seconds firstCheck{10};  ///< after the start
    std::uint64_t maxSystemBytes = 0;     ///< of a bundle
    bool hasRauc = false;                 ///< systems are installed by RAUC
    std::chrono::seconds systemTrial{30}; ///< that its apps have to run before it is good
    std::string bus;                      ///< where RAUC is; empty: the system's bus
};

/// Of a value that keeps the schema.
[[nodiscard]] UpdateConfiguration readUpdateConfiguration(const json::Value& value);

} // namespace perisphere::daemon
