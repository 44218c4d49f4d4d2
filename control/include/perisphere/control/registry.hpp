// Where running devices are found: one folder each, ROOT/<device name>/, with control.sock in it.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/base/unique_fd.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::control
{

struct RunningDevice {
    std::string name;
    std::filesystem::path folder; ///< where the device keeps its state
    std::filesystem::path socket; ///< of the control API
};

/// Held by the device while it runs; its end removes the entry. After a crash the entry is stale:
/// the lock in it is free, and the next who looks removes it.
class Registration
{
public:
    Registration(Registration&&) noexcept = default;
    Registration& operator=(Registration&&) = delete;
    ~Registration();

    /// For ControlServer::listen().
    [[nodiscard]] const std::filesystem::path& socket() const { return m_device.socket; }
    [[nodiscard]] const RunningDevice& device() const { return m_device; }

private:
    friend class DeviceRegistry;
    Registration(RunningDevice device, std::filesystem::path root, UniqueFd lock);
    RunningDevice m_device;
    std::filesystem::path m_root;
    UniqueFd m_lock; ///< of the entry
};

class DeviceRegistry
{
public:
    /// $XDG_RUNTIME_DIR/perisphere, or /tmp/perisphere-<uid>/perisphere where it is not set.
    [[nodiscard]] static std::filesystem::path
    defaultRoot(std::optional<std::string_view> xdgRuntimeDirectory);

    /// Makes what is missing of the folder, with mode 0700. PermissionDenied when it, or the folder
    /// that it had to be made in, belongs to somebody else or is open to others.
    [[nodiscard]] static Result<DeviceRegistry> open(std::filesystem::path root);

    /// AlreadyExists while a device of this name runs. Names are 1 to 64 letters, digits, '-', '_'
    /// and '.', not beginning with '.'.
    [[nodiscard]] Result<Registration> add(const std::string& name,
                                           const std::filesystem::path& deviceFolder) const;

    /// By name. Removes stale entries.
    [[nodiscard]] Result<std::vector<RunningDevice>> list() const;

    /// The device of this name or with this folder; NotFound says which there are.
    [[nodiscard]] Result<RunningDevice> find(std::string_view nameOrFolder) const;

private:
    explicit DeviceRegistry(std::filesystem::path root)
        : m_root(std::move(root))
    {
    }
    std::filesystem::path m_root;
};

} // namespace perisphere::control
