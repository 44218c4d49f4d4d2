// What a feed has for devices, as text for people and as JSON for programs.
#pragma once

#include "command/services.hpp"
#include "perisphere/feed/metadata.hpp"

#include <filesystem>

namespace perisphere::tools
{

void reportFeed(const std::filesystem::path& folder, const feed::Targets& targets,
                const feed::Timestamp& timestamp, bool asJson, Services& services);

} // namespace perisphere::tools
