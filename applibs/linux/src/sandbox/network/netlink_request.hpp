// One request to the kernel's routing netlink (rtnetlink(7)), built and sent, with its
// acknowledgement awaited.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace perisphere::target
{

class NetlinkRequest
{
public:
    /// @param type RTM_...
    /// @param flags beside NLM_F_REQUEST and NLM_F_ACK
    NetlinkRequest(std::uint16_t type, std::uint16_t flags);

    /// The structure that a message of the type begins with: ifinfomsg, ifaddrmsg, rtmsg.
    template <class T>
    NetlinkRequest& head(const T& value)
    {
        append(std::as_bytes(std::span(&value, 1)));
        return *this;
    }

    NetlinkRequest& headBytes(std::span<const std::byte> value);

    template <class T>
    NetlinkRequest& attribute(std::uint16_t type, const T& value)
    {
        return attributeBytes(type, std::as_bytes(std::span(&value, 1)));
    }
    /// With the 0 that ends it.
    NetlinkRequest& text(std::uint16_t type, std::string_view value);

    /// Attributes until end() are within one of this type.
    NetlinkRequest& begin(std::uint16_t type);
    NetlinkRequest& end();

    /// The whole of it, for whoever sends it and reads other answers than an acknowledgement.
    [[nodiscard]] std::span<const std::byte> finished();

    /// 0, or the errno of the request's failure.
    [[nodiscard]] int send(int socket);

private:
    NetlinkRequest& attributeBytes(std::uint16_t type, std::span<const std::byte> value);
    void append(std::span<const std::byte> bytes);
    void pad();

    std::vector<std::byte> m_bytes;
    std::vector<std::size_t> m_open; ///< where the attributes begin that are not ended
};

} // namespace perisphere::target
