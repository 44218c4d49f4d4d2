// Services without a descriptor of a peripheral.
#pragma once

#include "perisphere/base/unique_fd.hpp"
#include "perisphere/device/app.hpp"
#include "perisphere/device/outcome.hpp"

#include <cstdint>
#include <string>

namespace perisphere::device
{

class RtcService
{
public:
    virtual ~RtcService() = default;

    /// Seconds since 1970-01-01 UTC. EBUSY, ENOENT (no clock), EINVAL (before the year 2000).
    [[nodiscard]] virtual Outcome<> set(std::int64_t secondsSinceEpoch) = 0;
};

enum class PowerProfile : std::uint8_t { PowerSaver = 0, Balanced = 1, HighPerformance = 2 };

class PowerService
{
public:
    virtual ~PowerService() = default;

    /// Both begin the transition and return; every app gets SIGTERM.
    [[nodiscard]] virtual Outcome<> reboot() = 0;

    /// At most `maximumResidencySeconds` off; 0 is EINVAL.
    [[nodiscard]] virtual Outcome<> powerDown(std::uint32_t maximumResidencySeconds) = 0;

    [[nodiscard]] virtual Outcome<> setProfile(PowerProfile profile) = 0;
};

class StorageService
{
public:
    virtual ~StorageService() = default;

    /// The app's one mutable file, made empty where there is none, never truncated; read-write, at
    /// its start. EIO.
    [[nodiscard]] virtual Outcome<UniqueFd> openMutableFile(const App& app,
                                                            std::uint32_t quotaKb) = 0;

    /// ENOENT when there is none; EIO.
    [[nodiscard]] virtual Outcome<> deleteMutableFile(const App& app) = 0;
};

/// All in KiB.
struct MemoryUsage {
    std::uint64_t total = 0;        ///< with what the kernel allocated on the apps' behalf
    std::uint64_t userMode = 0;     ///< of the app's process
    std::uint64_t peakUserMode = 0; ///< high-water mark since the device started
};

class ApplicationService
{
public:
    virtual ~ApplicationService() = default;

    /// EAGAIN while there are no figures.
    [[nodiscard]] virtual Outcome<MemoryUsage> memoryUsage(const App& app) = 0;

    /// "YY.MM", perhaps with a suffix; at most 15 characters.
    [[nodiscard]] virtual std::string osVersion() const = 0;

    /// A connected SOCK_SEQPACKET socket to a partner app. ECONNREFUSED when it is not running,
    /// EACCES when its manifest does not list the app.
    [[nodiscard]] virtual Outcome<UniqueFd> connect(const App& app,
                                                    const std::string& componentId) = 0;
};

} // namespace perisphere::device
