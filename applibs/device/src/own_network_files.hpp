// The name service files that a guarded app sees in place of the system's.
#pragma once

#include "perisphere/base/result.hpp"

#include <filesystem>
#include <memory>
#include <string_view>

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

private:
    TemporaryFile() = default;
    std::filesystem::path m_path;
};

struct OwnNetworkFiles {
    std::unique_ptr<TemporaryFile> hosts;        ///< /etc/hosts: the app itself
    std::unique_ptr<TemporaryFile> nameServices; ///< /etc/nsswitch.conf
    std::unique_ptr<TemporaryFile> resolver;     ///< /etc/resolv.conf: NameServer
};

[[nodiscard]] Result<OwnNetworkFiles> makeOwnNetworkFiles();

} // namespace perisphere::device
