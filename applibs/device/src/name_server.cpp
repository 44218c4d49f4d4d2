#include "perisphere/device/name_server.hpp"

#include "dns_message.hpp"

#include <array>
#include <cerrno>
#include <netinet/in.h>
#include <optional>
#include <sys/socket.h>
#include <utility>

namespace perisphere::device
{
namespace
{

/// nullopt: none.
std::optional<std::vector<std::byte>> answerTo(const DnsQuestion& question,
                                               const NameServer::LookUp& lookUp)
{
    if (question.type == DnsType::Ptr)
        return dnsAnswer(question, DnsStatus::NoSuchName);
    const auto found = lookUp(question.name);
    if (found) // of other types than addresses there are no records
        return question.type == DnsType::A ? dnsAnswer(question, DnsStatus::NoError, *found)
                                           : dnsAnswer(question, DnsStatus::NoError);
    if (found.error().error == ETIMEDOUT)
        return std::nullopt;
    return dnsAnswer(question, found.error().error == ENOENT ? DnsStatus::NoSuchName
                                                             : DnsStatus::ServerFailure);
}

} // namespace

Result<NameServer> NameServer::open(std::uint16_t port)
{
    NameServer server;
    sockaddr_in address{};
    address.sin_family = AF_INET;
    // Resolvers compare the address that answers with the one they asked.
    address.sin_addr.s_addr = htonl(kNameServerOfApp.address);
    address.sin_port = htons(port);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    server.m_socket.reset(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!server.m_socket || ::bind(server.m_socket.get(), generic, size) != 0 ||
        ::getsockname(server.m_socket.get(), generic, &size) != 0)
        return fail(systemError(errno, "open", "a UDP socket on 127.0.0.1 for the app's names"));
    server.m_address = {.address = kNameServerOfApp.address, .port = ntohs(address.sin_port)};
    return server;
}

void NameServer::answerOne(const LookUp& lookUp) const
{
    std::array<std::byte, kMaxDnsBytes> bytes{};
    sockaddr_in from{};
    socklen_t size = sizeof from;
    auto* const generic = reinterpret_cast<sockaddr*>(&from);
    const ssize_t count = ::recvfrom(m_socket.get(), bytes.data(), bytes.size(), 0, generic, &size);
    if (count < 0)
        return;
    const auto question = parseDnsQuestion(std::span(bytes).first(static_cast<std::size_t>(count)));
    if (!question)
        return;
    if (const auto answer = answerTo(*question, lookUp))
        static_cast<void>(::sendto(m_socket.get(), answer->data(), answer->size(), MSG_NOSIGNAL,
                                   generic, size)); // as good as lost when it fails
}

} // namespace perisphere::device
