#include "supervised_call.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>
#include <utility>

namespace perisphere::device
{

Verdict resultOf(ssize_t value)
{
    return value < 0 ? refused(errno) : Verdict{.value = value};
}

bool SupervisedCall::isAlive() const
{
    return ::ioctl(m_listener, SECCOMP_IOCTL_NOTIF_ID_VALID, &m_notification.id) == 0;
}

bool SupervisedCall::read(std::uint64_t from, void* to, std::size_t bytes) const
{
    const iovec local{.iov_base = to, .iov_len = bytes};
    const iovec remote{.iov_base = reinterpret_cast<void*>(from), // NOLINT(*-int-to-ptr)
                       .iov_len = bytes};
    return ::process_vm_readv(thread(), &local, 1, &remote, 1, 0) == static_cast<ssize_t>(bytes) &&
           isAlive();
}

bool SupervisedCall::write(std::uint64_t to, const void* from, std::size_t bytes) const
{
    const iovec local{.iov_base = const_cast<void*>(from), .iov_len = bytes};
    const iovec remote{.iov_base = reinterpret_cast<void*>(to), // NOLINT(*-int-to-ptr)
                       .iov_len = bytes};
    return ::process_vm_writev(thread(), &local, 1, &remote, 1, 0) == static_cast<ssize_t>(bytes);
}

UniqueFd SupervisedCall::duplicate(int descriptor) const
{
    const UniqueFd process(static_cast<int>(::syscall(SYS_pidfd_open, processId(), 0)));
    if (!process)
        return UniqueFd();
    UniqueFd copy(static_cast<int>(::syscall(SYS_pidfd_getfd, process.get(), descriptor, 0)));
    return isAlive() ? std::move(copy) : UniqueFd();
}

void SupervisedCall::answer(const Verdict& verdict) const
{
    seccomp_notif_resp response{};
    response.id = m_notification.id;
    response.val = verdict.value;
    response.error = -verdict.error;
    response.flags = verdict.goesOn ? SECCOMP_USER_NOTIF_FLAG_CONTINUE : 0;
    // ENOENT: the thread was killed or interrupted meanwhile.
    static_cast<void>(::ioctl(m_listener, SECCOMP_IOCTL_NOTIF_SEND, &response));
}

/// pidfd_open wants the leader of the thread's group.
::pid_t SupervisedCall::processId() const
{
    const std::string path = fmt::format("/proc/{}/status", thread());
    std::unique_ptr<FILE, int (*)(FILE*)> file(std::fopen(path.c_str(), "re"), &std::fclose);
    std::array<char, 256> line{};
    while (file && std::fgets(line.data(), line.size(), file.get()) != nullptr)
        if (std::strncmp(line.data(), "Tgid:", 5) == 0)
            return static_cast<::pid_t>(std::strtol(line.data() + 5, nullptr, 10));
    return thread();
}

std::optional<NetworkAddress> CopiedAddress::ipv4() const
{
    sockaddr_in address{};
    if (size < sizeof address || storage.ss_family != AF_INET)
        return std::nullopt;
    std::memcpy(&address, &storage, sizeof address);
    return NetworkAddress{.address = ntohl(address.sin_addr.s_addr),
                          .port = ntohs(address.sin_port)};
}

std::optional<CopiedAddress> copyAddress(const SupervisedCall& call, std::uint64_t from,
                                         std::uint64_t bytes)
{
    CopiedAddress address;
    if (bytes > sizeof address.storage ||
        (bytes != 0 && !call.read(from, &address.storage, static_cast<std::size_t>(bytes))))
        return std::nullopt;
    address.size = static_cast<socklen_t>(bytes);
    return address;
}

} // namespace perisphere::device
