#include "remote_access.hpp"

#include "own_program.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <string_view>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace perisphere::daemon
{
namespace
{

constexpr int kDaemonsEnd = 3; ///< in the door's process
constexpr std::chrono::seconds kPause{5};
constexpr std::size_t kMaxMessageBytes = 512;

struct Message {
    std::string text; ///< empty: the door has ended
    UniqueFd descriptor;
};

Message receive(int socket)
{
    std::array<char, kMaxMessageBytes> text{};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
    iovec part{.iov_base = text.data(), .iov_len = text.size()};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    errno = 0;
    const ssize_t bytes = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    if (bytes <= 0)
        return {};
    Message received{.text = std::string(text.data(), static_cast<std::size_t>(bytes))};
    const cmsghdr* const header = CMSG_FIRSTHDR(&message);
    if (header != nullptr && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS) {
        int descriptor = -1;
        std::memcpy(&descriptor, CMSG_DATA(header), sizeof descriptor);
        received.descriptor = UniqueFd(descriptor);
    }
    return received;
}

std::vector<std::string> argumentsOf(const Configuration::Management& settings)
{
    std::vector<std::string> arguments{ownProgram("perisphere-remote").string(),
                                       "--listen",
                                       settings.listen,
                                       "--certificate",
                                       settings.certificate.string(),
                                       "--key",
                                       settings.key.string()};
    for (const auto& client : settings.clients)
        arguments.insert(arguments.end(), {"--client", client.string()});
    return arguments;
}

/// With nothing of the daemon's but the socket and the standard error stream.
Result<pid_t> spawn(const Configuration::Management& settings, int socket)
{
    std::vector<std::string> arguments = argumentsOf(settings);
    std::vector<char*> pointers;
    pointers.reserve(arguments.size() + 1);
    for (std::string& one : arguments)
        pointers.push_back(one.data());
    pointers.push_back(nullptr);
    std::array<char*, 1> environment{nullptr};
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions, socket, kDaemonsEnd);
    pid_t process = 0;
    const int error = ::posix_spawn(&process, pointers.front(), &actions, nullptr, pointers.data(),
                                    environment.data());
    ::posix_spawn_file_actions_destroy(&actions);
    if (error != 0)
        return fail(systemError(error, "start", arguments.front()));
    return process;
}

} // namespace

RemoteAccess::RemoteAccess(Parts parts, Configuration::Management settings)
    : m_parts(std::move(parts))
    , m_settings(std::move(settings))
{
}

Result<> RemoteAccess::start()
{
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return fail(systemError(errno, "make", "a socket pair"));
    m_door = UniqueFd(ends[0]);
    ::fcntl(m_door.get(), F_SETFL, O_NONBLOCK);
    // A descriptor of the number that it is to have would stay to be closed on execution.
    const UniqueFd doors(::fcntl(ends[1], F_DUPFD_CLOEXEC, kDaemonsEnd + 1));
    ::close(ends[1]);
    auto process = spawn(m_settings, doors.get());
    if (!process)
        return fail(process.error());
    m_process = *process;
    auto poll = device::LoopPoll::start(m_parts.loop, m_door.get(), [this] { hear(); });
    if (!poll)
        return fail(poll.error());
    m_poll = std::move(*poll);
    return {};
}

void RemoteAccess::hear()
{
    Message message = receive(m_door.get());
    if (message.text.empty()) {
        if (errno != EAGAIN)
            onEnd();
        return;
    }
    const std::string_view text = message.text;
    if (text.starts_with("port "))
        m_parts.note(
            fmt::format("management over the network: listens at {}, {}", m_settings.listen, text));
    else
        m_parts.note(fmt::format("management over the network: {}", text));
    if (message.descriptor)
        m_parts.admit(std::move(message.descriptor));
}

void RemoteAccess::onEnd()
{
    m_poll.reset();
    ::waitpid(std::exchange(m_process, 0), nullptr, 0); // it closes its end by ending
    m_parts.note(fmt::format("management over the network: its program has ended, and is started "
                             "again in {} s",
                             kPause.count()));
    m_again = m_parts.timers.after(kPause, [this] {
        if (const auto started = start(); !started)
            m_parts.note(started.error().toString());
    });
}

RemoteAccess::~RemoteAccess()
{
    m_poll.reset();
    if (m_process <= 0)
        return;
    ::kill(m_process, SIGTERM);
    ::waitpid(m_process, nullptr, 0);
}

} // namespace perisphere::daemon
