// The name service files that a guarded app sees in place of the system's.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/base/unique_fd.hpp"
#include "perisphere/device/network_policy.hpp"

#include <filesystem>
#include <memory>
#include <string_view>
#include <utility>

namespace perisphere::device
{

/// A file with a name for as long as this lives: binding it into the app's view takes one.
class TemporaryFile
{
public:
    static Result<std::unique_ptr<TemporaryFile>> create(std::string_view text);
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    ~TemporaryFile();

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    /// It outlives the name.
    [[nodiscard]] UniqueFd takeDescriptor() { return std::move(m_descriptor); }

private:
    TemporaryFile() = default;
    std::filesystem::path m_path;
    UniqueFd m_descriptor;
};

struct OwnNetworkFiles {
    std::unique_ptr<TemporaryFile> hosts;        ///< /etc/hosts, with the policy's names
    std::unique_ptr<TemporaryFile> nameServices; ///< /etc/nsswitch.conf: files only
};

[[nodiscard]] Result<OwnNetworkFiles> makeOwnNetworkFiles(const NetworkPolicy& policy);

} // namespace perisphere::device
