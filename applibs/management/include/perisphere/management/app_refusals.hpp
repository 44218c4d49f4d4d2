// What apps were refused because their manifests do not grant it, counted since each was started.
#pragma once

#include "perisphere/control/apps_target.hpp"
#include "perisphere/device/outcome.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::management
{

/// For the loop's thread.
class AppRefusals
{
public:
    /// Of different ones, for each app; what an app asks for beyond that is counted in the total.
    static constexpr std::size_t kMaxOfApp = 64;

    void add(std::string_view componentId, const device::Refusal& refusal);
    void forget(std::string_view componentId);

    /// In the order in which they were first refused.
    [[nodiscard]] std::vector<control::RefusedGrant> of(std::string_view componentId) const;
    [[nodiscard]] std::uint64_t total(std::string_view componentId) const;

private:
    struct OfApp {
        std::vector<control::RefusedGrant> grants;
        std::uint64_t total = 0;
    };
    std::map<std::string, OfApp, std::less<>> m_apps;
};

} // namespace perisphere::management
