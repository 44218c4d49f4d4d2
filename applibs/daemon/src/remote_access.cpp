#include "remote_access.hpp"

#include "own_program.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace perisphere::daemon
{
namespace
{

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
    std::vector<std::string> arguments{
        "perisphere-remote",           "--listen", settings.listen,      "--certificate",
        settings.certificate.string(), "--key",    settings.key.string()};
    for (const auto& client : settings.clients)
        arguments.insert(arguments.end(), {"--client", client.string()});
    return arguments;
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
    const UniqueFd doors(ends[1]);
    ::fcntl(m_door.get(), F_SETFL, O_NONBLOCK);
    const UniqueFd nothing(::open("/dev/null", O_RDWR | O_CLOEXEC));
    device::ChildProcessSpec spec{
        .program = ownProgram("perisphere-remote"),
        .arguments = argumentsOf(m_settings),
        .environment = {},
        .workingDirectory = "/",
        .descriptors = {nothing.get(), nothing.get(), STDERR_FILENO, doors.get()}};
    auto process = device::ChildProcess::start(spec);
    if (!process)
        return fail(process.error());
    auto poll = device::LoopPoll::start(m_parts.loop, m_door.get(), [this] { hear(); });
    if (!poll)
        return fail(poll.error());
    m_process = std::move(*process);
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
    m_process.reset();
    m_parts.note(fmt::format("management over the network: its program has ended, and is started "
                             "again in {} s",
                             kPause.count()));
    m_again = m_parts.timers.after(kPause, [this] {
        if (const auto started = start(); !started)
            m_parts.note(started.error().toString());
    });
}

} // namespace perisphere::daemon
