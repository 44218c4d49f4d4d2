// Opening a peripheral: on the machine thread, the app's end comes back.
#pragma once

#include "channel_hub.hpp"
#include "perisphere/device/outcome.hpp"
#include "perisphere/device/services/opened.hpp"
#include "perisphere/engine/machine.hpp"
#include "socket_pair.hpp"

#include <cerrno>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace perisphere::services
{

/// Calls `make(UniqueFd machineEnd)` on the machine thread, which gives the endpoint, or a Refusal
/// when the peripheral is taken. A close right before this open has been seen by then.
template <class Make>
[[nodiscard]] device::Outcome<device::Opened>
openEndpoint(engine::Machine& machine, ChannelHub& hub, std::optional<DescriptorPair> pair,
             protocol::DescriptorKind kind, std::uint32_t events, PinUse use, Make&& make)
{
    if (!pair)
        return device::refuse(errno, "the simulator has no descriptors left");
    std::optional<device::Refusal> refusal;
    const auto called = machine.call([&] {
        hub.poll();
        device::Outcome<std::unique_ptr<Endpoint>> endpoint = make(std::move(pair->machine));
        if (!endpoint)
            refusal = std::move(endpoint.error());
        else {
            (*endpoint)->setUse(std::move(use));
            if (!hub.add(std::move(*endpoint), events))
                refusal =
                    device::refuse(ENOSPC, "the simulator cannot watch more descriptors").value();
        }
    });
    if (!called)
        return device::refuse(EIO, called.error().message);
    if (refusal)
        return tl::unexpected(std::move(*refusal));
    return device::Opened{.descriptor = std::move(pair->app), .kind = kind};
}

} // namespace perisphere::services
