#include "engines.hpp"

#include "../real_time_cores/cpu_time.hpp"

#include "perisphere/base/unique_fd.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <ctime>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace perisphere::bench
{

namespace
{

/// So far, in user and system mode.
double secondsOf(::pid_t process)
{
    ::clockid_t clock{};
    timespec time{};
    if (::clock_getcpuclockid(process, &clock) != 0 || ::clock_gettime(clock, &time) != 0)
        return 0;
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

double secondsOfChildren()
{
    rusage usage{};
    ::getrusage(RUSAGE_CHILDREN, &usage);
    return cpuSeconds(usage);
}

struct Pipe {
    UniqueFd output;
    UniqueFd input;
};

Result<Pipe> makePipe()
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return fail(systemError(errno, "make", "a pipe"));
    return Pipe{UniqueFd(ends[0]), UniqueFd(ends[1])};
}

std::string readToEnd(const UniqueFd& output)
{
    std::string text;
    std::array<char, 512> buffer{};
    for (ssize_t size = 0; (size = ::read(output.get(), buffer.data(), buffer.size())) > 0;)
        text.append(buffer.data(), static_cast<std::size_t>(size));
    return text;
}

Error unexpectedEnd(const std::string& program, const std::string& how, const std::string& output)
{
    return {.code = ErrorCode::Unsupported,
            .message = fmt::format("{} ended with {} and said \"{}\"", program, how, output),
            .expected = "the kernel's checksum",
            .advice = {}};
}

} // namespace

Result<std::unique_ptr<WarmEmulator>>
WarmEmulator::start(const std::string& emulator, const std::string& warmUp, const std::string& root)
{
    auto server = device::StartServer::start(emulator, {emulator, "--serve-starts", warmUp, root});
    if (!server)
        return fail(server.error());
    std::unique_ptr<WarmEmulator> warm(new WarmEmulator);
    warm->m_emulator = emulator;
    warm->m_root = root;
    warm->m_server = std::move(*server);
    // The first answer comes when it is ready.
    if (const auto first = warm->run(warmUp); !first)
        return fail(first.error());
    return warm;
}

Result<GuestRun> WarmEmulator::run(const std::string& program)
{
    auto pipe = makePipe();
    if (!pipe)
        return fail(pipe.error());
    const UniqueFd nothing(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    const double before = secondsOf(m_server->process().processId()) + secondsOfChildren();
    device::ChildProcessSpec spec;
    spec.program = m_emulator;
    spec.arguments = {m_emulator, "--exact-faults", "--sysroot", m_root, program};
    spec.workingDirectory = "/";
    spec.descriptors = {nothing.get(), pipe->input.get(), STDERR_FILENO};
    const auto process = device::ChildProcess::start(spec, m_server.get());
    if (!process)
        return fail(process.error());
    pipe->input.reset();
    GuestRun run;
    run.output = readToEnd(pipe->output);
    std::optional<device::ProcessExit> end;
    while (!(end = (*process)->takeExit())) {
        pollfd ended{.fd = (*process)->exitDescriptor(), .events = POLLIN, .revents = 0};
        ::poll(&ended, 1, -1);
    }
    if (end->bySignal || end->code != 0)
        return fail(unexpectedEnd(program, device::describe(*end), run.output));
    run.seconds = secondsOf(m_server->process().processId()) + secondsOfChildren() - before;
    return run;
}

Result<GuestRun> runGuest(std::vector<std::string> words)
{
    auto pipe = makePipe();
    if (!pipe)
        return fail(pipe.error());
    std::vector<char*> arguments;
    for (std::string& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, pipe->input.get(), STDOUT_FILENO);
    pid_t process = 0;
    const int error =
        ::posix_spawn(&process, arguments[0], &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (error != 0)
        return fail(systemError(error, "start", words[0]));
    pipe->input.reset();
    GuestRun run;
    run.output = readToEnd(pipe->output);
    int status = 0;
    rusage usage{};
    ::wait4(process, &status, 0, &usage);
    if (status != 0)
        return fail(unexpectedEnd(words[0], fmt::format("status {:#x}", status), run.output));
    run.seconds = cpuSeconds(usage);
    return run;
}

} // namespace perisphere::bench
