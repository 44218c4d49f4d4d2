#include "perisphere/device/child_process.hpp"

#include "child_start.hpp"
#include "process_memory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace perisphere::device
{
namespace
{

struct Pipe {
    UniqueFd readEnd;
    UniqueFd writeEnd;
};

Result<Pipe> makePipe()
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return fail(systemError(errno, "create", "a pipe"));
    return Pipe{UniqueFd(ends[0]), UniqueFd(ends[1])};
}

/// Pointers into the strings, ended by a null pointer, as execve wants them.
std::vector<char*> pointers(const std::vector<std::string>& strings)
{
    std::vector<char*> result;
    result.reserve(strings.size() + 1);
    for (const std::string& text : strings)
        result.push_back(const_cast<char*>(text.c_str())); // execve does not write to them
    result.push_back(nullptr);
    return result;
}

/// No handler of ours may run in the child before it has reset them.
class SignalsBlocked
{
public:
    SignalsBlocked()
    {
        sigset_t all;
        ::sigfillset(&all);
        ::pthread_sigmask(SIG_SETMASK, &all, &m_before);
    }
    SignalsBlocked(const SignalsBlocked&) = delete;
    SignalsBlocked& operator=(const SignalsBlocked&) = delete;
    ~SignalsBlocked() { ::pthread_sigmask(SIG_SETMASK, &m_before, nullptr); }

private:
    sigset_t m_before{};
};

Error toError(const ChildStartFailure& failure, const ChildProcessSpec& spec)
{
    using Step = ChildStartFailure::Step;
    switch (failure.step) {
    case Step::ParentIsGone:
        return systemError(ESRCH, "start", spec.program.string());
    case Step::Descriptors:
        return systemError(failure.error, "pass descriptors to", spec.program.string());
    case Step::Limits:
        return systemError(failure.error, "set the limits of", spec.program.string());
    case Step::Directory:
        return systemError(failure.error, "enter", spec.workingDirectory.string());
    case Step::Execute:
        break;
    }
    Error error = systemError(failure.error, "execute", spec.program.string());
    if (failure.error == ENOENT) // the program is there, or its folder would have been missed
        error.advice = "check that the program and the dynamic linker it names exist";
    return error;
}

/// Nothing once the program executes; else why it does not.
std::optional<ChildStartFailure> awaitStart(int pipe)
{
    ChildStartFailure failure;
    ssize_t count = 0;
    do
        count = ::read(pipe, &failure, sizeof failure);
    while (count < 0 && errno == EINTR);
    return count == sizeof failure ? std::optional(failure) : std::nullopt;
}

/// glibc 2.36 declares pidfd_open without C linkage for C++.
int openPidfd(::pid_t pid)
{
    return static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)); // CLOEXEC by itself
}

void reap(::pid_t pid)
{
    while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
    }
}

} // namespace

Result<std::unique_ptr<ChildProcess>> ChildProcess::start(const ChildProcessSpec& spec)
{
    auto failurePipe = makePipe();
    if (!failurePipe)
        return fail(failurePipe.error());
    const auto arguments = pointers(spec.arguments);
    const auto environment = pointers(spec.environment);
    const ChildStart start{.program = spec.program.c_str(),
                           .arguments = arguments.data(),
                           .environment = environment.data(),
                           .workingDirectory = spec.workingDirectory.c_str(),
                           .descriptors = spec.descriptors,
                           .maxFileBytes = spec.maxFileBytes,
                           .parent = ::getpid(),
                           .failurePipe = failurePipe->writeEnd.get()};
    ::pid_t pid = -1;
    {
        const SignalsBlocked blocked;
        pid = ::fork();
        if (pid == 0)
            becomeProgram(start);
    }
    if (pid < 0)
        return fail(systemError(errno, "create a process for", spec.program.string()));
    UniqueFd pidfd(openPidfd(pid));
    const int pidfdError = errno;
    failurePipe->writeEnd.reset();
    if (const auto failure = awaitStart(failurePipe->readEnd.get())) {
        reap(pid);
        return fail(toError(*failure, spec));
    }
    if (!pidfd) {
        ::kill(pid, SIGKILL);
        reap(pid);
        return fail(systemError(pidfdError, "watch", spec.program.string()));
    }
    return std::unique_ptr<ChildProcess>(new ChildProcess(pid, std::move(pidfd)));
}

ChildProcess::ChildProcess(::pid_t pid, UniqueFd pidfd)
    : m_pid(pid)
    , m_pidfd(std::move(pidfd))
{
}

ChildProcess::~ChildProcess()
{
    if (m_exit)
        return;
    kill();
    reap(m_pid);
}

bool ChildProcess::hasEnded() const
{
    siginfo_t info{};
    return ::waitid(P_PID, static_cast<::id_t>(m_pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           info.si_pid == m_pid;
}

std::optional<ProcessExit> ChildProcess::takeExit()
{
    if (m_exit || !hasEnded())
        return m_exit;
    // While the leader is a zombie its number is not given away, so this hits the right group.
    ::kill(-m_pid, SIGKILL);
    int status = 0;
    while (::waitpid(m_pid, &status, 0) < 0 && errno == EINTR) {
    }
    m_exit = WIFSIGNALED(status) ? ProcessExit{.bySignal = true, .code = WTERMSIG(status)}
                                 : ProcessExit{.bySignal = false, .code = WEXITSTATUS(status)};
    return m_exit;
}

void ChildProcess::terminate()
{
    if (!m_exit)
        ::kill(m_pid, SIGTERM);
}

void ChildProcess::kill()
{
    if (m_exit)
        return;
    ::kill(-m_pid, SIGKILL);
    ::kill(m_pid, SIGKILL); // should it have left its group
}

Result<MemoryUse> ChildProcess::memory()
{
    if (m_exit)
        return fail(ErrorCode::NotFound, "the app has ended");
    auto use = memoryOf(m_pid);
    if (!use)
        return use;
    m_peakUserMode = std::max(m_peakUserMode, use->peakUserMode);
    use->peakUserMode = m_peakUserMode;
    return use;
}

} // namespace perisphere::device
