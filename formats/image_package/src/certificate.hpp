// What signing and verifying need of X.509 certificates.
#pragma once

#include "openssl_handles.hpp"
#include "perisphere/image/signing.hpp"

#include <string>

namespace perisphere::image
{

/// SHA-1 of the certificate's DER. It only names the certificate; nothing is trusted because of it.
[[nodiscard]] Result<Thumbprint> thumbprintOf(X509& certificate);

[[nodiscard]] bool isP256(const EVP_PKEY& key);

/// "CN=name" as OpenSSL's one-line form prints a subject (RFC 2253).
[[nodiscard]] std::string subjectOf(X509& certificate);

} // namespace perisphere::image
