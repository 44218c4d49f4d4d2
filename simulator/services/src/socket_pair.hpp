// The two ends of what an app opens: one goes to the app, one stays with the machine.
#pragma once

#include "perisphere/base/unique_fd.hpp"

#include <optional>

namespace perisphere::services
{

struct DescriptorPair {
    UniqueFd app;
    UniqueFd machine;
};

/// For request channels: packets, both ends non-blocking and close-on-exec. nullopt with errno.
[[nodiscard]] std::optional<DescriptorPair> packetPair();

/// For UARTs: bytes, with `bufferBytes` of room in each direction.
[[nodiscard]] std::optional<DescriptorPair> streamPair(int bufferBytes);

/// For handles: the app gets the end of a pipe that carries nothing; the machine hears its close.
[[nodiscard]] std::optional<DescriptorPair> handlePair();

} // namespace perisphere::services
