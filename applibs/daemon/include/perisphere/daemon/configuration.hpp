// What a device is, and what may run on it: /etc/perisphere/perisphered.json. Format:
// configuration.schema.json, docs/device/linux-target.md.
#pragma once

#include "perisphere/base/diagnostic.hpp"
#include "perisphere/daemon/update_configuration.hpp"
#include "perisphere/device/update_coordinator.hpp"
#include "perisphere/keys/key_program.hpp"
#include "perisphere/linux/sandbox_launcher.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::daemon
{

struct Configuration {
    struct Network {
        std::string bridge;                  ///< empty: the usual one
        std::filesystem::path nft;           ///< likewise
        bool isManaged = false;              ///< set up here, else by the board's system
        std::filesystem::path resolverFile;  ///< of a managed one; empty: in `runtime`
        std::filesystem::path busybox;       ///< likewise; empty: the usual one
        std::filesystem::path wpaSupplicant; ///< likewise: the folder of its sockets
        bool keepsTime = true;               ///< likewise; else the board's system does
    };

    struct Identity {
        keys::KeyKind key = keys::KeyKind::Tpm;
        std::string tpm = "device:/dev/tpmrm0"; ///< as the TPM software stack calls it
    };

    /// Where the log is kept besides the standard output.
    struct LogFolder {
        std::filesystem::path folder;
        std::uint64_t fileBytes = std::uint64_t{256} * 1024; ///< of each file, at most
        unsigned files = 4;
    };

    /// Over the network, with mutual TLS.
    struct Management {
        std::string listen; ///< "ADDRESS:PORT"
        std::filesystem::path certificate;
        std::filesystem::path key;
        std::vector<std::filesystem::path> clients; ///< certificates of those who are let in
    };

    /// Of the machine.
    struct Watchdog {
        std::filesystem::path device = "/dev/watchdog";
        std::chrono::seconds time{30}; ///< without a sign of life, until the machine is reset
    };

    std::string name = "device";
    std::string board; ///< a path, or the name of a shipped one
    std::filesystem::path systemRoot;
    std::filesystem::path state = "/var/lib/perisphere";
    std::filesystem::path runtime = "/run/perisphere";
    std::string osVersion; ///< empty: Perisphere's
    std::vector<std::filesystem::path> trustedKeys;
    bool acceptsAnyPackage = false;
    bool allowsDebugging = false;
    std::filesystem::path gdbserver = "/usr/bin/gdbserver";
    std::vector<std::string> mayBeMissing; ///< layers
    target::SandboxLimits limits;
    std::uint64_t packageBytes = std::uint64_t{1024} * 1024;
    std::optional<Network> network;
    std::optional<Identity> identity;
    std::optional<UpdateConfiguration> updates; ///< none: no feed is asked
    device::UpdateOptions installs;
    std::optional<LogFolder> log;
    std::uint32_t linesPerSecond = 100; ///< of each app's in the log
    std::optional<Watchdog> watchdog;
    std::optional<Management> management;
};

/// Rules besides structure: no-trust, where neither keys are named nor anybody's packages are
/// accepted; contradicting-trust, where both are.
[[nodiscard]] Checked<Configuration> parseConfiguration(std::string_view text,
                                                        std::string fileName);

} // namespace perisphere::daemon
