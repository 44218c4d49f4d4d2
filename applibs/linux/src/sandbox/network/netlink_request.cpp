#include "netlink_request.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <linux/netlink.h>
#include <sys/socket.h>

namespace perisphere::target
{

NetlinkRequest::NetlinkRequest(std::uint16_t type, std::uint16_t flags)
{
    nlmsghdr header{};
    header.nlmsg_type = type;
    header.nlmsg_flags = static_cast<std::uint16_t>(flags | NLM_F_REQUEST | NLM_F_ACK);
    append(std::as_bytes(std::span(&header, 1)));
}

void NetlinkRequest::append(std::span<const std::byte> bytes)
{
    m_bytes.insert(m_bytes.end(), bytes.begin(), bytes.end());
    pad();
}

void NetlinkRequest::pad()
{
    m_bytes.resize((m_bytes.size() + 3) / 4 * 4);
}

NetlinkRequest& NetlinkRequest::attributeBytes(std::uint16_t type, std::span<const std::byte> value)
{
    const nlattr header{.nla_len = static_cast<std::uint16_t>(sizeof(nlattr) + value.size()),
                        .nla_type = type};
    append(std::as_bytes(std::span(&header, 1)));
    append(value);
    return *this;
}

NetlinkRequest& NetlinkRequest::text(std::uint16_t type, std::string_view value)
{
    std::vector<std::byte> bytes(value.size() + 1);
    std::memcpy(bytes.data(), value.data(), value.size());
    return attributeBytes(type, bytes);
}

NetlinkRequest& NetlinkRequest::begin(std::uint16_t type)
{
    m_open.push_back(m_bytes.size());
    const nlattr header{.nla_len = 0, .nla_type = type};
    append(std::as_bytes(std::span(&header, 1)));
    return *this;
}

NetlinkRequest& NetlinkRequest::end()
{
    const auto length = static_cast<std::uint16_t>(m_bytes.size() - m_open.back());
    std::memcpy(&m_bytes[m_open.back()], &length, sizeof length); // nla_len comes first
    m_open.pop_back();
    return *this;
}

NetlinkRequest& NetlinkRequest::headBytes(std::span<const std::byte> value)
{
    append(value);
    return *this;
}

std::span<const std::byte> NetlinkRequest::finished()
{
    const auto length = static_cast<std::uint32_t>(m_bytes.size());
    std::memcpy(m_bytes.data(), &length, sizeof length); // so does nlmsg_len
    return m_bytes;
}

int NetlinkRequest::send(int socket)
{
    const auto bytes = finished();
    if (::send(socket, bytes.data(), bytes.size(), 0) < 0)
        return errno;
    alignas(nlmsghdr) std::array<char, 4096> answer{};
    const ssize_t count = ::recv(socket, answer.data(), answer.size(), 0);
    if (count < 0)
        return errno;
    nlmsghdr header{};
    nlmsgerr error{};
    if (static_cast<std::size_t>(count) < sizeof header + sizeof error.error)
        return EPROTO;
    std::memcpy(&header, answer.data(), sizeof header);
    std::memcpy(&error.error, answer.data() + sizeof header, sizeof error.error);
    return header.nlmsg_type == NLMSG_ERROR ? -error.error : EPROTO;
}

} // namespace perisphere::target
