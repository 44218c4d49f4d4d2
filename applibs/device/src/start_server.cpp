#include "perisphere/device/start_server.hpp"

#include "start_request.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace perisphere::device
{
namespace
{

constexpr std::size_t kControlBytes = CMSG_SPACE(kMaxStartDescriptors * sizeof(int));

/// What the server answers: the child, or a negative errno.
using Answer = std::int32_t;

/// A child of this process' parent. The C library keeps the number of its only thread, and has told
/// the kernel where: it is set there, as by its own fork.
::pid_t forkSibling()
{
    int* threadId = nullptr;
    unsigned long flags = CLONE_PARENT | SIGCHLD;
    if (::prctl(PR_GET_TID_ADDRESS, &threadId) == 0 && threadId != nullptr)
        flags |= CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID;
    return static_cast<::pid_t>(::syscall(SYS_clone, flags, nullptr, nullptr, threadId, 0UL));
}

struct Received {
    std::vector<std::byte> bytes;
    std::vector<UniqueFd> descriptors;
};

/// Nothing where the device is gone.
std::optional<Received> receiveRequest(int socket)
{
    Received received;
    received.bytes.resize(kMaxStartRequest);
    alignas(cmsghdr) std::array<std::byte, kControlBytes> control{};
    iovec data{.iov_base = received.bytes.data(), .iov_len = received.bytes.size()};
    msghdr message{};
    message.msg_iov = &data;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    ssize_t count = 0;
    do
        count = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    while (count < 0 && errno == EINTR);
    for (cmsghdr* header = CMSG_FIRSTHDR(&message); header != nullptr;
         header = CMSG_NXTHDR(&message, header)) {
        if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS)
            continue;
        const std::size_t bytes = header->cmsg_len - CMSG_LEN(0);
        for (std::size_t at = 0; at + sizeof(int) <= bytes; at += sizeof(int)) {
            int descriptor = -1;
            std::memcpy(&descriptor, CMSG_DATA(header) + at, sizeof descriptor);
            received.descriptors.emplace_back(descriptor);
        }
    }
    if (count <= 0 || (message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0)
        return std::nullopt;
    received.bytes.resize(static_cast<std::size_t>(count));
    return received;
}

[[noreturn]] void runChild(const ReceivedStart& received,
                           const std::function<int(int argc, char** argv)>& program)
{
    becomeProgramHere(received.start());
    const auto arguments = received.arguments();
    std::exit(
        program(static_cast<int>(arguments.size() - 1), const_cast<char**>(arguments.data())));
}

} // namespace

Result<std::unique_ptr<StartServer>> StartServer::start(const std::filesystem::path& program,
                                                        std::vector<std::string> arguments)
{
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return fail(systemError(errno, "make a socket to", program.string()));
    UniqueFd ours(ends[0]);
    const UniqueFd theirs(ends[1]);
    ChildProcessSpec spec;
    spec.program = program;
    spec.arguments = std::move(arguments);
    for (char** variable = environ; *variable != nullptr; ++variable)
        spec.environment.emplace_back(*variable);
    spec.workingDirectory = "/";
    spec.descriptors = {STDIN_FILENO, STDERR_FILENO, STDERR_FILENO, theirs.get()};
    auto process = ChildProcess::start(spec);
    if (!process)
        return fail(process.error());
    return std::unique_ptr<StartServer>(new StartServer(std::move(*process), std::move(ours)));
}

Result<::pid_t> StartServer::fork(const ChildStart& start)
{
    const auto failed = [&](int error) {
        return fail(systemError(error, "ask the start server for", start.program));
    };
    const StartRequest request = encodeStart(start);
    if (request.bytes.size() > kMaxStartRequest ||
        request.descriptors.size() > kMaxStartDescriptors)
        return failed(E2BIG);
    alignas(cmsghdr) std::array<std::byte, kControlBytes> control{};
    iovec data{.iov_base = const_cast<std::byte*>(request.bytes.data()), // sendmsg only reads
               .iov_len = request.bytes.size()};
    const std::size_t rights = request.descriptors.size() * sizeof(int);
    msghdr message{};
    message.msg_iov = &data;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = CMSG_SPACE(rights);
    cmsghdr* const header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(rights);
    std::memcpy(CMSG_DATA(header), request.descriptors.data(), rights);
    ssize_t count = 0;
    do
        count = ::sendmsg(m_socket.get(), &message, MSG_NOSIGNAL);
    while (count < 0 && errno == EINTR);
    if (count < 0)
        return failed(errno);
    Answer answer = 0;
    do
        count = ::recv(m_socket.get(), &answer, sizeof answer, 0);
    while (count < 0 && errno == EINTR);
    if (count != sizeof answer)
        return failed(count < 0 ? errno : ECONNRESET);
    if (answer < 0)
        return failed(-answer);
    return answer;
}

void serveStarts(int socket, const std::function<int(int argc, char** argv)>& program)
{
    while (const auto request = receiveRequest(socket)) {
        std::vector<int> descriptors;
        for (const UniqueFd& descriptor : request->descriptors)
            descriptors.push_back(descriptor.get());
        const auto received = ReceivedStart::decode(request->bytes, descriptors);
        if (!received)
            return;
        const ::pid_t child = forkSibling();
        if (child == 0)
            runChild(*received, program);
        const Answer answer = child < 0 ? -errno : child;
        if (::send(socket, &answer, sizeof answer, MSG_NOSIGNAL) != sizeof answer)
            return;
    }
}

} // namespace perisphere::device
