// TLS contexts, by the library that they are of.
#pragma once

#include <cstddef>

namespace perisphere::tlsutils
{

/// Whether the process has loaded that library.
[[nodiscard]] bool hasOpenSsl();
[[nodiscard]] bool hasWolfSsl();

/// Makes the chain (PEM, the device's certificate first) the context's, and the device its signer.
/// False when the library refuses.
[[nodiscard]] bool useInOpenSsl(void* context, const char* chain, std::size_t bytes);
[[nodiscard]] bool useInWolfSsl(void* context, const char* chain, std::size_t bytes);

} // namespace perisphere::tlsutils
