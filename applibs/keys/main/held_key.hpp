// A key that this program holds, wherever it is.
#pragma once

#include "perisphere/keys/key_packet.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace perisphere::keys
{

class HeldKey
{
public:
    HeldKey() = default;
    HeldKey(const HeldKey&) = delete;
    HeldKey& operator=(const HeldKey&) = delete;
    virtual ~HeldKey() = default;

    /// P-256, DER of the SubjectPublicKeyInfo.
    [[nodiscard]] virtual Result<std::vector<std::uint8_t>> publicKey() = 0;
    /// ECDSA, DER.
    [[nodiscard]] virtual Result<std::vector<std::uint8_t>> sign(const Digest& digest) = 0;
};

/// What is in a file is of use to that TPM alone.
[[nodiscard]] Result<std::unique_ptr<HeldKey>> openTpmKey(const std::filesystem::path& file,
                                                          const std::string& tpm, bool mayCreate);

/// PKCS #8.
[[nodiscard]] Result<std::unique_ptr<HeldKey>> openFileKey(const std::filesystem::path& file,
                                                           bool mayCreate);

/// The error where there is no key and none may be made.
[[nodiscard]] Error noKey(const std::filesystem::path& file);

} // namespace perisphere::keys
