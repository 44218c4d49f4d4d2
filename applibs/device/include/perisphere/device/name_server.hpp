// The name server of one guarded app: a UDP socket of this machine's loopback interface, to which
// the supervisor leads what the app's resolver sends to the one that its /etc/resolv.conf names.
//
// Names are looked up in the instant in which the app asks, so that an app sees them come and go
// with the network. Truncated answers and TCP are not there: what does not fit is left out.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/base/unique_fd.hpp"
#include "perisphere/device/network_policy.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace perisphere::device
{

/// Where the app's resolver looks for it; also where glibc does without an /etc/resolv.conf.
inline constexpr NetworkAddress kNameServerOfApp{.address = 0x7F000001, .port = 53};

class NameServer
{
public:
    /// Addresses of a name, in host byte order, or: ETIMEDOUT, the question is left without an
    /// answer; ENOENT, there is no such name; any other errno, it cannot be resolved now.
    using LookUp = std::function<Outcome<std::vector<std::uint32_t>>(const std::string& name)>;

    /// On the loopback interface of the network that the thread is in.
    /// @param port 0: any
    [[nodiscard]] static Result<NameServer> open(std::uint16_t port = 0);

    /// Readable when there is a question.
    [[nodiscard]] int descriptor() const { return m_socket.get(); }
    /// Where it really is.
    [[nodiscard]] NetworkAddress address() const { return m_address; }
    /// Takes a question, if there is one, and answers it.
    void answerOne(const LookUp& lookUp) const;

private:
    NameServer() = default;
    UniqueFd m_socket;
    NetworkAddress m_address;
};

} // namespace perisphere::device
