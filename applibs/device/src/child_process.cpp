#include "perisphere/device/child_process.hpp"

#include "child_start.hpp"
#include "perisphere/base/signals_blocked.hpp"
#include "perisphere/device/process_memory.hpp"
#include "perisphere/device/start_server.hpp"

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

Error toError(const ChildStartMessage& failure, const ChildProcessSpec& spec)
{
    using Step = ChildStartMessage::Step;
    switch (failure.step) {
    case Step::ParentIsGone:
        return systemError(ESRCH, "start", spec.program.string());
    case Step::Descriptors:
        return systemError(failure.error, "pass descriptors to", spec.program.string());
    case Step::Limits:
        return systemError(failure.error, "set the limits of", spec.program.string());
    case Step::Directory:
        return systemError(failure.error, "enter", spec.workingDirectory.string());
    case Step::Files:
        return systemError(failure.error, "keep to its files", spec.program.string());
    case Step::Execute:
    case Step::NoOwnFiles: // not failures
    case Step::Guarded:
        break;
    }
    Error error = systemError(failure.error, "execute", spec.program.string());
    if (failure.error == ENOENT) // the program is there, or its folder would have been missed
        error.advice = "check that the program and the dynamic linker it names exist";
    return error;
}

std::optional<ChildStartMessage> nextMessage(int pipe)
{
    ChildStartMessage message;
    ssize_t count = 0;
    do
        count = ::read(pipe, &message, sizeof message);
    while (count < 0 && errno == EINTR);
    return count == sizeof message ? std::optional(message) : std::nullopt;
}

/// Nothing once the program executes; else why it does not. On the way, takes the listener of a
/// guarded child and lets it go ahead.
std::optional<ChildStartMessage> awaitStart(int pipe, int pidfd, int goAhead,
                                            ChildListener& listener)
{
    using Step = ChildStartMessage::Step;
    while (const auto message = nextMessage(pipe)) {
        if (message->step == Step::NoOwnFiles) {
            listener.ownFilesError = message->error;
        } else if (message->step == Step::Guarded) {
            listener.error = std::max(0, -message->error);
            if (message->error >= 0) {
                listener.descriptor.reset(
                    static_cast<int>(::syscall(SYS_pidfd_getfd, pidfd, message->error, 0)));
                listener.error = listener.descriptor ? 0 : errno;
            }
            const char byte = 0;
            static_cast<void>(!::write(goAhead, &byte, 1));
        } else {
            return message;
        }
    }
    return std::nullopt;
}

/// The strings and pointers of a guard, which outlive the fork.
class GuardOfChild
{
public:
    explicit GuardOfChild(const ChildProcessSpec& spec)
        : m_userMap(fmt::format("{0} {0} 1", ::geteuid()))
        , m_groupMap(fmt::format("{0} {0} 1", ::getegid()))
        , m_fileCalls(spec.areFileCallsAsked ? FileCalls::AreAsked : FileCalls::PassUnseen)
    {
        for (const auto& [source, target] : spec.ownFiles)
            m_files.push_back({source.c_str(), target.c_str()});
    }
    [[nodiscard]] ChildGuard make(int goAhead) const
    {
        return {.files = m_files,
                .userMap = m_userMap.c_str(),
                .groupMap = m_groupMap.c_str(),
                .goAhead = goAhead,
                .fileCalls = m_fileCalls};
    }

private:
    std::string m_userMap;
    std::string m_groupMap;
    FileCalls m_fileCalls;
    std::vector<OwnFile> m_files;
};

/// glibc 2.36 declares pidfd_open without C linkage for C++.
int openPidfd(::pid_t pid)
{
    return static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)); // CLOEXEC by itself
}

int openProcessFolder(::pid_t pid)
{
    return ::open(fmt::format("/proc/{}", pid).c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
}

Result<::pid_t> forkFor(const ChildStart& start)
{
    const SignalsBlocked blocked;
    const ::pid_t pid = ::fork();
    if (pid == 0)
        becomeProgram(start);
    if (pid < 0)
        return fail(systemError(errno, "create a process for", start.program));
    return pid;
}

void reap(::pid_t pid)
{
    while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
    }
}

} // namespace

Result<std::unique_ptr<ChildProcess>> ChildProcess::start(const ChildProcessSpec& spec,
                                                          StartServer* server)
{
    auto messagePipe = makePipe();
    if (!messagePipe)
        return fail(messagePipe.error());
    auto goAhead = makePipe();
    if (!goAhead)
        return fail(goAhead.error());
    const GuardOfChild guardOfChild(spec);
    const ChildGuard guard = guardOfChild.make(goAhead->readEnd.get());
    const auto arguments = pointers(spec.arguments);
    const auto environment = pointers(spec.environment);
    const ChildStart start{.program = spec.program.c_str(),
                           .arguments = arguments.data(),
                           .environment = environment.data(),
                           .workingDirectory = spec.workingDirectory.c_str(),
                           .descriptors = spec.descriptors,
                           .maxFileBytes = spec.maxFileBytes,
                           .canRaiseFileLimit = spec.canRaiseFileLimit,
                           .guard = spec.isGuarded ? &guard : nullptr,
                           .fileRules = spec.fileRules,
                           .parent = ::getpid(),
                           .messagePipe = messagePipe->writeEnd.get()};
    const auto forked = server == nullptr ? forkFor(start) : server->fork(start);
    if (!forked)
        return fail(forked.error());
    const ::pid_t pid = *forked;
    UniqueFd pidfd(openPidfd(pid));
    const int pidfdError = errno;
    UniqueFd processFolder(spec.fileRules < 0 ? -1 : openProcessFolder(pid));
    messagePipe->writeEnd.reset();
    ChildListener listener;
    if (const auto failure = awaitStart(messagePipe->readEnd.get(), pidfd.get(),
                                        goAhead->writeEnd.get(), listener)) {
        reap(pid);
        return fail(toError(*failure, spec));
    }
    if (!pidfd) {
        ::kill(pid, SIGKILL);
        reap(pid);
        return fail(systemError(pidfdError, "watch", spec.program.string()));
    }
    std::unique_ptr<ChildProcess> process(new ChildProcess(pid, std::move(pidfd)));
    process->m_processFolder = std::move(processFolder);
    process->m_listener = std::move(listener);
    return process;
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
