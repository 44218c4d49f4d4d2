// What a service gives for an open peripheral.
#pragma once

#include "perisphere/base/unique_fd.hpp"
#include "perisphere/protocol/open.hpp"

namespace perisphere::device
{

/// The descriptor goes to the app, which owns the peripheral as long as it keeps it open. The
/// service notices the last close by itself and frees the peripheral.
struct Opened {
    UniqueFd descriptor;
    protocol::DescriptorKind kind = protocol::DescriptorKind::Channel;
};

} // namespace perisphere::device
