#include "qemu.hpp"

#include "cpu_time.hpp"

#include "perisphere/base/unique_fd.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

extern char** environ;

namespace perisphere::bench
{
namespace
{

std::vector<std::string> commandLine(const std::string& program, QemuTime time)
{
    std::vector<std::string> words{PERISPHERE_QEMU,
                                   "-M",
                                   "mps2-an386",
                                   "-display",
                                   "none",
                                   "-monitor",
                                   "none",
                                   "-serial",
                                   "none",
                                   "-semihosting-config",
                                   "enable=on,target=native"};
    if (time == QemuTime::Counted)
        words.insert(words.end(), {"-icount", "shift=auto,sleep=off"});
    words.insert(words.end(), {"-kernel", program});
    return words;
}

/// What semihosting prints is on standard error.
Result<pid_t> spawn(std::vector<std::string> words, int output)
{
    std::vector<char*> arguments;
    for (std::string& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
    pid_t process = 0;
    const int error =
        ::posix_spawn(&process, arguments[0], &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (error != 0)
        return fail(systemError(error, "start", words[0]));
    return process;
}

std::string readAll(int descriptor)
{
    std::string text;
    std::array<char, 512> buffer{};
    for (ssize_t size = 0; (size = ::read(descriptor, buffer.data(), buffer.size())) > 0;)
        text.append(buffer.data(), static_cast<std::size_t>(size));
    return text;
}

} // namespace

Result<QemuRun> runInQemu(const std::string& program, QemuTime time)
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return fail(systemError(errno, "make", "a pipe"));
    const UniqueFd output(ends[0]);
    UniqueFd input(ends[1]);
    const auto process = spawn(commandLine(program, time), input.get());
    if (!process)
        return fail(process.error());
    input.reset();
    QemuRun run{.output = readAll(output.get())};
    int status = 0;
    rusage usage{};
    ::wait4(*process, &status, 0, &usage);
    if (status != 0)
        return fail(Error{.code = ErrorCode::Unsupported,
                          .message = fmt::format("QEMU ended with status {:#x} and said \"{}\"",
                                                 status, run.output),
                          .expected = "the kernel's checksum"});
    run.hostSeconds = cpuSeconds(usage);
    return run;
}

} // namespace perisphere::bench
