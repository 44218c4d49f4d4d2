#include "jail_process.hpp"

#include "jail_start.hpp"
#include "network/inside_network.hpp"
#include "perisphere/base/file.hpp"
#include "perisphere/base/signals_blocked.hpp"
#include "perisphere/device/crash_report.hpp"
#include "perisphere/device/process_memory.hpp"
#include "raw_calls.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <linux/sched.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <utility>

namespace perisphere::target
{
namespace
{

Error toError(const JailMessage& message, const JailPlan& plan)
{
    switch (message.kind) {
    case JailMessage::Kind::NoClone:
        return systemError(message.failure.error, "create", "the app's process");
    case JailMessage::Kind::NoProgram: {
        Error error = systemError(message.failure.error, "execute", plan.program);
        if (message.failure.error == ENOENT || message.failure.error == ENOEXEC)
            error.advice = "check that the program is there, is built for this machine, and that "
                           "the system root has the "
                           "dynamic linker and the libraries that it names";
        return error;
    }
    case JailMessage::Kind::Failed:
    case JailMessage::Kind::Started:
        break;
    }
    const JailStep& step =
        *(message.isApps ? plan.appSteps : plan.initSteps)[static_cast<std::size_t>(message.step)];
    const bool hasObject = step.object != nullptr && message.failure.index >= 0;
    Error error = systemError(message.failure.error, step.action,
                              hasObject ? step.object(plan, message.failure.index) : std::string());
    error.message =
        fmt::format("{}{}{}: {}", step.action, hasObject ? " " : "",
                    hasObject ? step.object(plan, message.failure.index) : std::string(),
                    std::strerror(message.failure.error));
    error.activity = fmt::format("step \"{}\" of the sandbox", step.name);
    error.advice = fmt::format("it keeps the app from {}", step.why);
    return error;
}

Result<> writeMap(::pid_t process, const char* name, const std::string& text)
{
    const std::string path = fmt::format("/proc/{}/{}", process, name);
    const UniqueFd file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (!file || ::write(file.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()))
        return fail(systemError(errno, fmt::format("write \"{}\" to", text), path));
    return {};
}

/// Two users and no more: that of the sandbox's own first process and files, and the app.
Result<> mapUsers(::pid_t process, const JailSetup& setup)
{
    const std::string map = fmt::format("{} {} 1\n{} {} 1\n", kInitUserInside, setup.initUser,
                                        kAppUserInside, setup.appUser);
    if (auto written = writeMap(process, "uid_map", map); !written)
        return written;
    return writeMap(process, "gid_map", map);
}

void reapSandbox(::pid_t process)
{
    while (::waitpid(process, nullptr, __WALL) < 0 && errno == EINTR) {
    }
}

/// A message with the descriptor that may come along.
std::optional<JailMessage> receiveMessage(int socket, UniqueFd& descriptor)
{
    JailMessage message;
    iovec piece{.iov_base = &message, .iov_len = sizeof message};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
    msghdr header{};
    header.msg_iov = &piece;
    header.msg_iovlen = 1;
    header.msg_control = control.data();
    header.msg_controllen = control.size();
    ssize_t count = 0;
    do
        count = ::recvmsg(socket, &header, MSG_CMSG_CLOEXEC);
    while (count < 0 && errno == EINTR);
    if (const cmsghdr* const rights = CMSG_FIRSTHDR(&header);
        count > 0 && rights != nullptr && rights->cmsg_type == SCM_RIGHTS) {
        int received = -1;
        std::memcpy(&received, CMSG_DATA(rights), sizeof received);
        descriptor.reset(received);
    }
    return count == sizeof message ? std::optional(message) : std::nullopt;
}

/// The number that this process knows the other one by.
::pid_t numberOf(int pidfd)
{
    constexpr std::uint64_t kMost = 4096;
    const std::string text =
        readTextFile(fmt::format("/proc/self/fdinfo/{}", pidfd), kMost).value_or("");
    const std::size_t at = text.find("\nPid:");
    return at == std::string::npos
               ? 0
               : static_cast<::pid_t>(std::strtol(text.c_str() + at + 5, nullptr, 10));
}

void sendSignal(int pidfd, int signal)
{
    ::syscall(SYS_pidfd_send_signal, pidfd, signal, nullptr, 0);
}

} // namespace

Result<std::unique_ptr<JailProcess>> JailProcess::start(const JailPlan& plan, JailSetup setup)
{
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return fail(systemError(errno, "create", "a socket pair"));
    const UniqueFd messages(ends[0]);
    UniqueFd messagesInside(ends[1]);
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return fail(systemError(errno, "create", "a pipe"));
    std::unique_ptr<JailProcess> process(new JailProcess);
    process->m_status.reset(ends[0]);
    UniqueFd statusInside(ends[1]);

    int pidfd = -1;
    clone_args arguments{};
    arguments.flags = CLONE_PIDFD;
    arguments.flags |= setup.namespaces;
    arguments.pidfd = reinterpret_cast<std::uintptr_t>(&pidfd);
    arguments.exit_signal = SIGCHLD;
    if (setup.group) {
        arguments.flags |= CLONE_INTO_CGROUP;
        arguments.cgroup = static_cast<unsigned>(setup.group->descriptor());
    }
    {
        const SignalsBlocked blocked;
        const InsideNetwork inside(setup.network);
        if (inside.error() != 0) {
            process->m_exit.emplace();
            return fail(systemError(inside.error(), "enter", "the app's network"));
        }
        process->m_sandboxId =
            static_cast<::pid_t>(::syscall(SYS_clone3, &arguments, sizeof arguments));
        if (process->m_sandboxId == 0)
            becomeSandbox(plan, {.messages = messagesInside.get(), .status = statusInside.get()});
    }
    if (process->m_sandboxId < 0) {
        Error error = systemError(errno, "create", "a process in namespaces of its own");
        process->m_exit.emplace(); // there is none to end
        return fail(error);
    }
    process->m_sandbox.reset(pidfd);
    process->m_group = std::move(setup.group);
    process->m_crashReport = std::move(setup.crashReport);
    messagesInside.reset();
    statusInside.reset();
    if ((setup.namespaces & CLONE_NEWUSER) != 0)
        if (auto mapped = mapUsers(process->m_sandboxId, setup); !mapped)
            return fail(mapped.error());
    constexpr char kGoAhead = 1;
    (void)::send(messages.get(), &kGoAhead, sizeof kGoAhead,
                 MSG_NOSIGNAL); // else it has ended, which is seen now
    if (auto started = process->awaitStart(plan, messages.get()); !started)
        return fail(started.error());
    return process;
}

/// Until the program executes, which closes the last copy of the socket's other end.
Result<> JailProcess::awaitStart(const JailPlan& plan, int messages)
{
    while (const auto message = receiveMessage(messages, m_app))
        if (message->kind != JailMessage::Kind::Started)
            return fail(toError(*message, plan));
    if (!m_app)
        return fail(Error{
            .code = ErrorCode::Io,
            .message = "the sandbox's first process was ended before it had made the app's",
            .advice = "look for the kernel's reason in dmesg; a memory limit may be too small"});
    m_appId = numberOf(m_app.get());
    return {};
}

JailProcess::~JailProcess()
{
    if (m_exit)
        return;
    kill();
    reapSandbox(m_sandboxId);
}

std::optional<device::ProcessExit> JailProcess::takeExit()
{
    siginfo_t info{};
    if (m_exit ||
        ::waitid(P_PID, static_cast<::id_t>(m_sandboxId), &info, WEXITED | WNOHANG | WNOWAIT) !=
            0 ||
        info.si_pid != m_sandboxId)
        return m_exit;
    reapSandbox(m_sandboxId);
    int status = SIGKILL; // of a sandbox that was ended as a whole
    if (::read(m_status.get(), &status, sizeof status) != sizeof status)
        status = SIGKILL;
    m_exit = WIFSIGNALED(status)
                 ? device::ProcessExit{.bySignal = true, .code = WTERMSIG(status)}
                 : device::ProcessExit{.bySignal = false, .code = WEXITSTATUS(status)};
    m_group.reset(); // which makes room for the app's next start
    return m_exit;
}

void JailProcess::terminate()
{
    if (!m_exit)
        sendSignal(m_app.get(), SIGTERM);
}

void JailProcess::kill()
{
    if (m_exit)
        return;
    sendSignal(m_sandbox.get(), SIGKILL);
    if (m_group)
        m_group->kill();
}

Result<device::MemoryUse> JailProcess::memory()
{
    if (m_exit)
        return fail(ErrorCode::NotFound, "the app has ended");
    if (m_group)
        return m_group->memory();
    auto use = device::memoryOf(m_appId);
    if (!use)
        return use;
    m_peakUserMode = std::max(m_peakUserMode, use->peakUserMode);
    use->peakUserMode = m_peakUserMode;
    return use;
}

/// Without names: the files that it tells are of the app's view and choice, and are not opened
/// here.
std::vector<std::string> JailProcess::backtrace()
{
    constexpr std::uint64_t kMost = std::uint64_t{64} << 10U;
    const auto report = readTextFile(fmt::format("/proc/self/fd/{}", m_crashReport.get()), kMost);
    std::vector<std::string> lines;
    for (const device::CrashFrame& frame : device::parseCrashReport(report.value_or("")))
        lines.push_back(fmt::format("#{} {}+{:#x}", lines.size(), frame.file, frame.offset));
    return lines;
}

} // namespace perisphere::target
