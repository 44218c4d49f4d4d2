// The device's certificate for an app, and signatures by its key, which the device keeps.
//
// libtlsutils asks these over a connection of its own, since libapplibs exports nothing but the
// documented functions: Application_Connect with kDeviceComponentId gives it. It is greeted with
// HelloRequest::kWithoutGpio. All need the capability DeviceAuthentication.
#pragma once

#include "perisphere/protocol/operation.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace perisphere::protocol
{

/// The device itself, among the partners that an app connects to. No app has this id: it is of
/// version 8 with a variant that no generator gives.
inline constexpr std::string_view kDeviceComponentId = "70657269-7370-8865-e265-646576696365";

inline constexpr std::size_t kMinDigestBytes = 20;
inline constexpr std::size_t kMaxDigestBytes = 64;
inline constexpr std::size_t kMaxCertificateChainBytes = 12'288;
inline constexpr std::size_t kMaxCertificatePathBytes = 4'096;
inline constexpr std::size_t kMaxSignatureBytes = 128;

/// The reply's payload is PEM, the device's certificate first. Errors: EACCES, EINVAL (no tenant),
/// EAGAIN (not ready).
struct DeviceAuthCertificateRequest {
    static constexpr Operation kOperation = Operation::DeviceAuthCertificate;
    std::uint32_t reserved[2] = {};
};

/// The reply's payload is the path, without a NUL. Errors: EACCES.
struct DeviceAuthCertificatePathRequest {
    static constexpr Operation kOperation = Operation::DeviceAuthCertificatePath;
    std::uint32_t reserved[2] = {};
};

/// Followed by the digest. The reply's payload is the signature, DER. Errors: EACCES, EINVAL,
/// EAGAIN, EIO, ERANGE (size of the digest).
struct DeviceAuthSignRequest {
    static constexpr Operation kOperation = Operation::DeviceAuthSign;
    std::uint32_t digestBytes = 0;
    std::uint32_t reserved = 0;
};
static_assert(sizeof(DeviceAuthSignRequest) == 8);

} // namespace perisphere::protocol
