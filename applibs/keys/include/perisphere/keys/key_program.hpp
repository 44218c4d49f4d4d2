// The device's key, in a program of its own that is started when it is opened: what holds keys has
// no other rights, and the libraries that it needs are not in the process that serves apps.
#pragma once

#include "perisphere/base/unique_fd.hpp"
#include "perisphere/identity/device_key.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace perisphere::keys
{

enum class KeyKind : std::uint8_t {
    Tpm,  ///< in a TPM 2.0; its file is of use to that TPM alone
    File, ///< whoever can read the file has the key
};

[[nodiscard]] std::string_view name(KeyKind kind); ///< "tpm", "file"

/// No user of any system: below those of apps.
inline constexpr std::uint32_t kKeysUser = 0x6FFF'FFFF;

struct KeyOptions {
    std::filesystem::path program; ///< perisphere-keys
    KeyKind kind = KeyKind::Tpm;
    std::filesystem::path file;
    std::string tpm = "device:/dev/tpmrm0"; ///< as the TPM software stack calls it (a TCTI)
    bool mayCreate = false;                 ///< a key, where there is none
    /// For a slow TPM to make or load a key; to sign.
    std::chrono::seconds mostToOpen{60};
    std::chrono::seconds mostToSign{5};
};

class KeyProgram final : public identity::DeviceKey
{
public:
    /// NotFound where there is no key, and none may be created.
    [[nodiscard]] static Result<std::unique_ptr<KeyProgram>> open(KeyOptions options);
    KeyProgram(const KeyProgram&) = delete;
    KeyProgram& operator=(const KeyProgram&) = delete;
    ~KeyProgram() override;

    [[nodiscard]] std::vector<std::uint8_t> publicKey() const override { return m_publicKey; }

    /// Starts the program again where it has ended meanwhile; its key has to be the same then.
    [[nodiscard]] Result<std::vector<std::uint8_t>>
    sign(std::span<const std::uint8_t> digest) override;

private:
    explicit KeyProgram(KeyOptions options);
    [[nodiscard]] Result<std::vector<std::uint8_t>> start();
    void end();

    KeyOptions m_options;
    ::pid_t m_process = 0;
    UniqueFd m_socket;
    std::vector<std::uint8_t> m_publicKey;
};

} // namespace perisphere::keys
