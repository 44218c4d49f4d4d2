// perisphere-remote: the door of a device. Lets in over the network whom the device trusts, and
// hands each of them to the daemon that has started it.
//
// Descriptor 3 is a SOCK_SEQPACKET socket to the daemon. What goes over it:
//
//   port N                       it listens there
//   admitted ADDRESS SUBJECT     with a descriptor: the client's connection, in clear
//   refused ADDRESS REASON
//
// Each connection is a process of its own, without privileges: what one client sends never meets
// another's.

#include "perisphere/base/file.hpp"
#include "perisphere/remote/network_socket.hpp"
#include "perisphere/remote/tls_identity.hpp"
#include "perisphere/remote/tls_link.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <grp.h>
#include <netdb.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace perisphere;

namespace
{

constexpr int kDaemon = 3;
constexpr std::uint64_t kMaxPemBytes = 1024 * 1024;
constexpr int kMaxClients = 16;
constexpr std::size_t kMaxMessageBytes = 512;
constexpr uid_t kNobody = 65534;

/// A message to the daemon, with a descriptor unless that is -1.
bool tell(std::string text, int descriptor = -1)
{
    text.resize(std::min(text.size(), kMaxMessageBytes));
    iovec part{.iov_base = text.data(), .iov_len = text.size()};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    if (descriptor >= 0) {
        message.msg_control = control.data();
        message.msg_controllen = control.size();
        cmsghdr* const header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof(int));
        std::memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
    }
    return ::sendmsg(kDaemon, &message, MSG_NOSIGNAL) >= 0;
}

std::string addressOf(int socket)
{
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    std::array<char, NI_MAXHOST> host{};
    if (::getpeername(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0 ||
        ::getnameinfo(reinterpret_cast<sockaddr*>(&address), size, host.data(), host.size(),
                      nullptr, 0, NI_NUMERICHOST) != 0)
        return "unknown";
    return host.data();
}

/// In a process of its own.
int serve(const remote::TlsIdentity& identity, UniqueFd socket)
{
    const std::string address = addressOf(socket.get());
    auto link = remote::TlsLink::open(identity, std::move(socket));
    if (!link) {
        tell(fmt::format("refused {} {}", address, link.error().message));
        return 1;
    }
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return 1;
    UniqueFd own(ends[0]);
    {
        const UniqueFd daemons(ends[1]);
        if (!tell(fmt::format("admitted {} {}", address, link->subject()), daemons.get()))
            return 1;
    }
    remote::Filter asItIs;
    return link->pass(std::move(own), asItIs) ? 0 : 1;
}

Result<remote::Credentials> read(const std::string& certificate, const std::string& key,
                                 const std::vector<std::string>& clients)
{
    remote::Credentials credentials;
    for (const auto& [file, text] : {std::pair(&certificate, &credentials.certificate),
                                     std::pair(&key, &credentials.privateKey)}) {
        auto content = readTextFile(*file, kMaxPemBytes);
        if (!content)
            return fail(content.error());
        *text = std::move(*content);
    }
    for (const std::string& file : clients) {
        auto content = readTextFile(file, kMaxPemBytes);
        if (!content)
            return fail(content.error());
        credentials.trusted.push_back(std::move(*content));
    }
    return credentials;
}

/// What has been read stays in memory; nothing more of the device's is in reach.
bool dropPrivileges()
{
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || ::prctl(PR_SET_DUMPABLE, 0) != 0)
        return false;
    if (::geteuid() != 0)
        return true;
    return ::setgroups(0, nullptr) == 0 && ::setresgid(kNobody, kNobody, kNobody) == 0 &&
           ::setresuid(kNobody, kNobody, kNobody) == 0;
}

void acceptClients(const remote::TlsIdentity& identity, const UniqueFd& listener)
{
    int clients = 0;
    for (;;) {
        while (clients > 0 && ::waitpid(-1, nullptr, clients < kMaxClients ? WNOHANG : 0) > 0)
            --clients;
        UniqueFd socket(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
        if (!socket)
            continue;
        const pid_t child = ::fork();
        if (child == 0) {
            ::prctl(PR_SET_PDEATHSIG, SIGTERM);
            ::close(listener.get());
            std::_Exit(serve(identity, std::move(socket)));
        }
        clients += child > 0 ? 1 : 0;
    }
}

int run(const std::string& listen, const std::string& certificate, const std::string& key,
        const std::vector<std::string>& clients)
{
    const auto giveUp = [](const Error& error) {
        fmt::print(stderr, "perisphere-remote: {}\n", error.toString());
        return 1;
    };
    ::prctl(PR_SET_PDEATHSIG, SIGTERM); // never without the daemon
    const auto credentials = read(certificate, key, clients);
    if (!credentials)
        return giveUp(credentials.error());
    const auto identity = remote::TlsIdentity::create(remote::Side::Server, *credentials);
    if (!identity)
        return giveUp(identity.error());
    const auto endpoint = remote::parseEndpoint(listen);
    if (!endpoint)
        return giveUp(endpoint.error());
    const auto listener = remote::listenAt(*endpoint);
    if (!listener)
        return giveUp(listener.error());
    if (!dropPrivileges())
        return giveUp(systemError(errno, "become", "nobody"));
    if (!tell(fmt::format("port {}", remote::boundPort(listener->get()))))
        return giveUp(systemError(errno, "tell", "the daemon"));
    acceptClients(*identity, *listener);
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    CLI::App program("Lets in over the network whom the device trusts. perisphered starts it.");
    std::string listen;
    std::string certificate;
    std::string key;
    std::vector<std::string> clients;
    program.add_option("--listen", listen, "ADDRESS:PORT")->required();
    program.add_option("--certificate", certificate, "of the device, PEM")->required();
    program.add_option("--key", key, "of the device, PEM")->required();
    program.add_option("--client", clients, "a certificate that is let in, PEM")->required();
    CLI11_PARSE(program, argc, argv);
    return run(listen, certificate, key, clients);
}
