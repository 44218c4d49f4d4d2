#include "engines.hpp"

#include "../real_time_cores/cpu_time.hpp"

#include "perisphere/base/unique_fd.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace perisphere::bench
{

Result<GuestRun> runGuest(std::vector<std::string> words)
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return fail(systemError(errno, "make", "a pipe"));
    const UniqueFd output(ends[0]);
    UniqueFd input(ends[1]);
    std::vector<char*> arguments;
    for (std::string& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, input.get(), STDOUT_FILENO);
    pid_t process = 0;
    const int error =
        ::posix_spawn(&process, arguments[0], &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (error != 0)
        return fail(systemError(error, "start", words[0]));
    input.reset();
    GuestRun run;
    std::array<char, 512> buffer{};
    for (ssize_t size = 0; (size = ::read(output.get(), buffer.data(), buffer.size())) > 0;)
        run.output.append(buffer.data(), static_cast<std::size_t>(size));
    int status = 0;
    rusage usage{};
    ::wait4(process, &status, 0, &usage);
    if (status != 0)
        return fail(Error{.code = ErrorCode::Unsupported,
                          .message = fmt::format("{} ended with status {:#x} and said \"{}\"",
                                                 words[0], status, run.output),
                          .expected = "the kernel's checksum"});
    run.seconds = cpuSeconds(usage);
    return run;
}

} // namespace perisphere::bench
