// A key of a TPM in a file: encrypted by the TPM, which alone can load it. The format is that of
// OpenSSL's engines and providers for TPMs, "TSS2 PRIVATE KEY", so that their tools take it as
// well.
#pragma once

#include "perisphere/base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::keys
{

/// As the TPM has made them: TPM2B_PUBLIC and TPM2B_PRIVATE.
struct KeyBlob {
    std::vector<std::uint8_t> publicArea;
    std::vector<std::uint8_t> privateArea;
};

inline constexpr std::uint64_t kMaxBlobFileBytes = 8'192;

/// PEM; the parent is the primary key that the owner's seed gives.
[[nodiscard]] Result<std::string> writeBlob(const KeyBlob& blob);

/// Corrupt where it is none, Unsupported where the key has a password or another parent.
[[nodiscard]] Result<KeyBlob> parseBlob(std::string_view pem, const std::string& fileName);

} // namespace perisphere::keys
