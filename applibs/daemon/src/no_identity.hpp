// A device to which nobody has given an identity: it never has certificates.
#pragma once

#include "perisphere/device/services/device_auth_service.hpp"

#include <cerrno>

namespace perisphere::daemon
{

class NoIdentity final : public device::DeviceAuthService
{
public:
    [[nodiscard]] bool isReady(const device::App& /*app*/) override { return false; }
    [[nodiscard]] std::string certificatePath(const device::App& /*app*/) override { return {}; }
    [[nodiscard]] device::Outcome<std::string> certificate(const device::App& /*app*/) override
    {
        return device::refuse(EAGAIN, "the device has no identity");
    }
    void sign(const device::App& /*app*/, std::span<const std::uint8_t> /*digest*/,
              const device::SignatureDone& done) override
    {
        done(device::refuse(EAGAIN, "the device has no identity"));
    }
};

} // namespace perisphere::daemon
