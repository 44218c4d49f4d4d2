#include "device_names.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <optional>
#include <string_view>

namespace perisphere::runtime
{

Result<std::vector<device::NamedEndpoint>> namesOf(const DeviceOptions& options)
{
    std::vector<device::NamedEndpoint> names = options.names;
    for (const boards::BoardHost& host : options.board.hosts) {
        const auto target = device::parseNetworkAddress(host.endpoint);
        if (!target)
            return fail(Error{.code = ErrorCode::Invalid,
                              .message = fmt::format("\"{}\" is no endpoint for \"{}\"",
                                                     host.endpoint, host.name),
                              .where = host.where,
                              .expected = "an IPv4 address with a port, such as \"127.0.0.1:8443\"",
                              .advice = {}});
        names.push_back({.name = host.name, .target = *target});
    }
    return names;
}

Result<control::Registration> registerDevice(const DeviceOptions& options)
{
    const char* const runtime = std::getenv("XDG_RUNTIME_DIR");
    const auto root =
        !options.registryRoot.empty()
            ? options.registryRoot
            : control::DeviceRegistry::defaultRoot(
                  runtime == nullptr ? std::nullopt : std::optional<std::string_view>(runtime));
    const auto registry = control::DeviceRegistry::open(root);
    if (!registry)
        return fail(registry.error());
    return registry->add(options.name, std::filesystem::absolute(options.folder));
}

} // namespace perisphere::runtime
