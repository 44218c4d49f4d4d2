// A guest program in qemu-arm and in perisphere-a7, each a process whose processor time counts.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/device/start_server.hpp"

#include <memory>
#include <string>
#include <vector>

namespace perisphere::bench
{

struct GuestRun {
    double seconds = 0; ///< of a processor, in user and system mode
    std::string output;
};

/// @param words the engine and the program with its arguments
[[nodiscard]] Result<GuestRun> runGuest(std::vector<std::string> words);

/// Starts guest programs as a running device does: a process forks for each that has the emulator
/// ready. What it takes until then is not counted.
class WarmEmulator
{
public:
    /// @param warmUp the program that it has run, with the system root `root`
    [[nodiscard]] static Result<std::unique_ptr<WarmEmulator>>
    start(const std::string& emulator, const std::string& warmUp, const std::string& root);

    /// Counts the time of the process that forks as well.
    [[nodiscard]] Result<GuestRun> run(const std::string& program);

private:
    WarmEmulator() = default;

    std::string m_emulator;
    std::string m_root;
    std::unique_ptr<device::StartServer> m_server;
};

} // namespace perisphere::bench
