#include "support/background.hpp"

#include "perisphere/base/file.hpp"
#include "perisphere/base/unique_fd.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <span>
#include <spawn.h>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>

namespace perisphere::tools
{
namespace
{

constexpr std::string_view kReady = "ready\n";
constexpr int kReadyFd = 3;

int exitCodeOf(::pid_t process)
{
    int status = 0;
    while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return code == 0 ? 1 : code;
}

/// Whether the word came before the end.
bool isReady(int fd)
{
    std::string received;
    std::array<char, 64> buffer{};
    while (received.size() < kReady.size()) {
        const ::ssize_t count = ::read(fd, buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            break;
        received.append(buffer.data(), static_cast<std::size_t>(count));
    }
    return received == kReady;
}

} // namespace

Result<int> startProcess(const std::filesystem::path& program,
                         const std::vector<std::string>& arguments)
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return fail(systemError(errno, "make", "a pipe"));
    const UniqueFd ours(ends[0]);
    UniqueFd theirs(ends[1]);
    if (theirs.get() == kReadyFd) { // dup2 to itself would leave it close-on-exec
        UniqueFd other(::fcntl(theirs.get(), F_DUPFD_CLOEXEC, kReadyFd + 1));
        if (!other)
            return fail(systemError(errno, "duplicate", "a pipe"));
        theirs = std::move(other);
    }

    std::vector<std::string> words = {program.string()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    words.insert(words.end(), {"--ready-fd", std::to_string(kReadyFd)});
    std::vector<char*> pointers;
    pointers.reserve(words.size() + 1);
    for (std::string& word : words)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);

    ::posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, theirs.get(), kReadyFd);
    ::posix_spawnattr_t attributes;
    ::posix_spawnattr_init(&attributes);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
    ::pid_t process = 0;
    const int error =
        ::posix_spawn(&process, program.c_str(), &actions, &attributes, pointers.data(), environ);
    ::posix_spawnattr_destroy(&attributes);
    ::posix_spawn_file_actions_destroy(&actions);
    if (error != 0)
        return fail(systemError(error, "run", program.string()));
    theirs.reset();
    return isReady(ours.get()) ? 0 : exitCodeOf(process);
}

Result<> detachFromStarter(int readyFd, const std::filesystem::path& log)
{
    const UniqueFd ready(readyFd);
    const UniqueFd file(
        ::open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600));
    if (!file)
        return fail(systemError(errno, "open", log.string()));
    if (::chdir("/") != 0)
        return fail(systemError(errno, "go to", "/"));
    for (const int stream : {STDOUT_FILENO, STDERR_FILENO})
        if (::dup2(file.get(), stream) < 0)
            return fail(systemError(errno, "redirect to", log.string()));
    return writeAll(ready.get(), std::as_bytes(std::span(kReady)), "the starter");
}

} // namespace perisphere::tools
