// X.509 certificates in PEM.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/certificates/openssl_handles.hpp"
#include "perisphere/device/services/cert_store_service.hpp"

#include <string_view>

namespace perisphere::certificates
{

/// The longest one-line name that is told; a longer one is cut.
inline constexpr std::size_t kMaxNameBytes = 300;

/// The first certificate of a text in which all blocks are certificates (a chain may follow it).
[[nodiscard]] Result<X509Ptr> readCertificate(std::string_view pem);

/// Invalid when a time is none.
[[nodiscard]] Result<device::CertificateFacts> factsOf(const X509& certificate);

} // namespace perisphere::certificates
