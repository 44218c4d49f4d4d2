// A child process of the device: started without a shell, held by a pidfd, gone with the device.
#pragma once

#include "perisphere/base/unique_fd.hpp"
#include "perisphere/device/app_process.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace perisphere::device
{

struct ChildProcessSpec {
    std::filesystem::path program;        ///< absolute; executed as it is, PATH is not searched
    std::vector<std::string> arguments;   ///< with argv[0]
    std::vector<std::string> environment; ///< all of it
    std::filesystem::path workingDirectory;
    /// Become 0, 1, 2 ... in the child, which gets no others. Not closed here.
    std::vector<int> descriptors;
    std::optional<std::uint64_t> maxFileBytes; ///< RLIMIT_FSIZE; writing past it gives EFBIG
    bool canRaiseFileLimit = false;            ///< the child may raise it
    /// The child's socket calls wait for a supervisor, and it sees these files (first) in the place
    /// of those (second).
    bool isGuarded = false;
    bool areFileCallsAsked = false; ///< those that change files wait as well
    std::vector<std::pair<std::filesystem::path, std::filesystem::path>> ownFiles;
    int fileRules = -1; ///< of file_rules.hpp, which the child gets under; -1: none
};

class StartServer;

/// What a guarded child came by.
struct ChildListener {
    UniqueFd descriptor;   ///< of socket_filter.hpp; none where it could not be made
    int error = 0;         ///< why not: an errno
    int ownFilesError = 0; ///< why it does not see its own files: an errno, or 0
};

/// The child leads a process group of its own, writes no core file, and is killed when the thread
/// that started it ends: start apps from a thread that lives as long as the device.
class ChildProcess final : public AppProcess
{
public:
    /// Returns when the program is executing. Errors name the step that failed.
    /// @param server that has the program ready; nullptr: it is executed
    [[nodiscard]] static Result<std::unique_ptr<ChildProcess>> start(const ChildProcessSpec& spec,
                                                                     StartServer* server = nullptr);

    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;
    ~ChildProcess() override;

    [[nodiscard]] int exitDescriptor() const override { return m_pidfd.get(); }
    [[nodiscard]] std::optional<ProcessExit> takeExit() override;
    [[nodiscard]] bool hasEnded() const;
    void terminate() override;
    void kill() override;
    [[nodiscard]] Result<MemoryUse> memory() override;
    [[nodiscard]] ::pid_t processId() const override { return m_exit ? 0 : m_pid; }
    /// Of a guarded child; once.
    [[nodiscard]] ChildListener takeListener() { return std::move(m_listener); }

private:
    ChildProcess(::pid_t pid, UniqueFd pidfd);
    ::pid_t m_pid;
    UniqueFd m_pidfd;
    UniqueFd m_processFolder; ///< /proc/PID, so that the child's rules go on granting it
    ChildListener m_listener;
    std::optional<ProcessExit> m_exit;
    std::uint64_t m_peakUserMode = 0;
};

} // namespace perisphere::device
