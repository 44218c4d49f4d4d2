// This library's own connection to the device, by way of libapplibs (protocol/device_auth.hpp).
#pragma once

#include <cstddef>

namespace perisphere::tlsutils
{

/// All give 0 or an errno; EACCES when there is no connection. They wait for each other.
[[nodiscard]] int readCertificate(char* pem, std::size_t capacity, std::size_t& bytes);
[[nodiscard]] int readCertificatePath(char* path, std::size_t capacity, std::size_t& bytes);

/// ECDSA, DER, at most protocol::kMaxSignatureBytes.
[[nodiscard]] int sign(const unsigned char* digest, std::size_t digestBytes,
                       unsigned char* signature, std::size_t capacity, std::size_t& bytes);

} // namespace perisphere::tlsutils
