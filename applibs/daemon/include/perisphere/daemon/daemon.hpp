// A Linux device put together: its apps in their sandboxes, its services, its control API.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/daemon/configuration.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace perisphere::daemon
{

/// For one thread, the one that made it: apps end with it.
class Daemon
{
public:
    /// Where the definitions of shipped boards are; `version` is Perisphere's. Errors name the file
    /// and key, or what this kernel lacks.
    [[nodiscard]] static Result<std::unique_ptr<Daemon>>
    create(Configuration configuration, const std::filesystem::path& boards, std::string version);
    Daemon(const Daemon&) = delete;
    Daemon& operator=(const Daemon&) = delete;
    ~Daemon();

    /// Starts all apps and serves them until SIGTERM, SIGINT or device.shutdown; all have ended
    /// then. Tells systemd when it is ready, where that started it.
    void run();

private:
    class Impl;
    explicit Daemon(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace perisphere::daemon
