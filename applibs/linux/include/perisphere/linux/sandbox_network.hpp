// The network that sandboxed apps are on.
#pragma once

#include "perisphere/device/outcome.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace perisphere::target
{

struct SandboxNetwork {
    std::filesystem::path nft = "/usr/sbin/nft"; ///< nftables' program
    std::string bridge = "perisphere0";          ///< made here
    /// Of apps and the bridge, in host byte order. 10.213.0.0/16 unless the device's own networks
    /// have it.
    std::uint32_t subnet = 0x0AD50000;
    std::uint8_t subnetBits = 16;
    /// Whether packets may pass between the device's other networks. Apps need forwarding to be on,
    /// which without this is for them alone.
    bool isRouter = false;
    /// For how long an app reaches an address after it has asked for the name.
    std::chrono::seconds nameLasting{3600};
    /// For how long the answer to a question for a name is given again.
    std::chrono::milliseconds nameFresh{2000};
    /// Addresses of a name, in host byte order, or: ETIMEDOUT, there is no answer; ENOENT, there is
    /// no such name; any other errno, it cannot be resolved now. May take its time. Any thread.
    std::function<device::Outcome<std::vector<std::uint32_t>>(const std::string& name)> lookUp;
};

/// The device's own resolver, for SandboxNetwork::lookUp.
[[nodiscard]] device::Outcome<std::vector<std::uint32_t>> lookUpOnDevice(const std::string& name);

} // namespace perisphere::target
