// The control group of one app: what it may use of memory, processes and processor time.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/base/unique_fd.hpp"
#include "perisphere/device/app_process.hpp"
#include "perisphere/linux/sandbox_launcher.hpp"

#include <filesystem>
#include <memory>

namespace perisphere::target
{

/// Makes the folder of all apps' groups and switches on the controllers in it and in its parent.
[[nodiscard]] Result<> prepareControlGroups(const std::filesystem::path& folder);

class ControlGroup
{
public:
    /// What an earlier daemon left of the same name is ended.
    [[nodiscard]] static Result<std::unique_ptr<ControlGroup>>
    create(const std::filesystem::path& path, const SandboxLimits& limits);
    ControlGroup(const ControlGroup&) = delete;
    ControlGroup& operator=(const ControlGroup&) = delete;
    /// Its processes have ended.
    ~ControlGroup();

    /// The folder, for CLONE_INTO_CGROUP.
    [[nodiscard]] int descriptor() const { return m_folder.get(); }
    void kill() const; ///< all that is in it
    [[nodiscard]] Result<device::MemoryUse> memory() const;

private:
    ControlGroup(std::filesystem::path path, UniqueFd folder);
    std::filesystem::path m_path;
    UniqueFd m_folder;
};

} // namespace perisphere::target
