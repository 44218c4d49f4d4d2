// The device's identity in the folder of its state: the key's file, its public half, and the
// certificates that apps see.
#pragma once

#include "perisphere/daemon/configuration.hpp"
#include "perisphere/identity/device_certificate.hpp"
#include "perisphere/keys/key_program.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::daemon
{

class IdentityStore
{
public:
    IdentityStore(const Configuration& configuration, std::filesystem::path keysProgram);

    /// NotFound where there is none, and none may be made. Starts the program that holds it.
    [[nodiscard]] Result<std::unique_ptr<keys::KeyProgram>> openKey(bool mayCreate) const;

    /// A key, and a certificate that it gives itself, where they are missing.
    [[nodiscard]] Result<> create() const;
    [[nodiscard]] bool isComplete() const;

    /// PEM; NotFound where there is no key.
    [[nodiscard]] Result<std::vector<std::uint8_t>> publicKey() const;

    /// In place of the one before, once it is found to be this device's; for all tenants that have
    /// none of their own, or for one.
    [[nodiscard]] Result<identity::ChainFacts>
    install(std::string_view chain, const std::string& fileName,
            const std::optional<std::string>& tenant) const;

    /// The tenant's own, or else the device's.
    [[nodiscard]] std::filesystem::path fileFor(const std::string& tenant) const;
    [[nodiscard]] Result<identity::ChainFacts> read(const std::filesystem::path& file) const;

    [[nodiscard]] const std::filesystem::path& certificates() const { return m_certificates; }

private:
    [[nodiscard]] std::filesystem::path deviceFile() const { return m_certificates / "device.pem"; }

    std::filesystem::path m_program;
    Configuration::Identity m_identity;
    std::filesystem::path m_folder;
    std::filesystem::path m_certificates;
};

/// Of the system's clock, since 1970.
[[nodiscard]] std::int64_t secondsNow();

} // namespace perisphere::daemon
