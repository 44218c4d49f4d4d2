#include "perisphere/identity/tenant.hpp"

#include "perisphere/base/ascii.hpp"

#include <cstddef>

namespace perisphere::identity
{

std::optional<std::string> parseTenant(std::string_view text)
{
    if (text.size() != kNoTenant.size())
        return std::nullopt;
    const std::string tenant = lowerCase(std::string(text));
    for (std::size_t i = 0; i < tenant.size(); ++i)
        if (kNoTenant[i] == '-'
                ? tenant[i] != '-'
                : std::string_view("0123456789abcdef").find(tenant[i]) == std::string_view::npos)
            return std::nullopt;
    return tenant == kNoTenant ? std::nullopt : std::optional(tenant);
}

std::optional<std::string> tenantOf(const device::App& app)
{
    const auto* const value = app.manifest.find(manifest::Capability::DeviceAuthentication);
    return value == nullptr ? std::nullopt : parseTenant(value->text);
}

} // namespace perisphere::identity
