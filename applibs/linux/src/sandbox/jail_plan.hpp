// All that a sandbox's own half of a start needs, made before there is a process for it: from the
// clone on, nothing may be allocated.
#pragma once

#include <cstdint>
#include <linux/filter.h>
#include <string>
#include <sys/resource.h>
#include <sys/types.h>
#include <vector>

namespace perisphere::target
{

struct JailStep;

/// Something of the host that the app sees.
struct JailMount {
    enum class Kind : std::uint8_t { Folder, File, Device };
    std::string source; ///< on the host
    std::string target; ///< in the sandbox, without the root's slash; is there already
    Kind kind = Kind::Folder;
};

struct JailFile {
    std::string path; ///< without the root's slash
    std::string text;
};

/// What Landlock lets the app do below a path of the sandbox.
struct JailGrant {
    std::string path;
    std::uint64_t access = 0; ///< LANDLOCK_ACCESS_FS_...
    bool isOptional = false;  ///< left out where it is not there
};

struct JailLimit {
    int resource = 0; ///< RLIMIT_...
    std::uint64_t value = 0;
};

/// Ids of the sandbox's own user namespace.
inline constexpr ::uid_t kInitUserInside = 0;
inline constexpr ::uid_t kAppUserInside = 1000;

struct JailPlan {
    std::vector<const JailStep*> initSteps; ///< of the process that the app is a child of, in order
    std::vector<const JailStep*> appSteps;  ///< of the app's process, in order

    std::vector<std::string> folders; ///< without the root's slash, parents first
    std::vector<JailFile> files;
    std::vector<JailMount> mounts;
    std::string hostName;
    bool areProcessFilesWritable = false; ///< of /proc, to who may write them otherwise
    ::uid_t appUser = kAppUserInside;

    std::vector<JailLimit> limits;
    int landlockVersion = 0;
    std::vector<JailGrant> grants;
    std::vector<std::uint64_t> serverPorts; ///< of TCP that the app may bind
    bool mayConnect = false; ///< over TCP to any port: the packet filter has the hosts
    std::vector<sock_filter> appFilter;
    std::vector<sock_filter> initFilter;

    std::string program;            ///< as the sandbox sees it
    std::vector<char*> arguments;   ///< ends with a null pointer, as execve wants it
    std::vector<char*> environment; ///< likewise
    std::string workingDirectory;   ///< as the sandbox sees it
    std::vector<int> descriptors;   ///< become the app's 0, 1, 2 ...
};

} // namespace perisphere::target
