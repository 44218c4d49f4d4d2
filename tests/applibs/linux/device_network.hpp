// A network of the tests' own that stands for the device's and all that is beyond.
#pragma once

#include "perisphere/base/unique_fd.hpp"

#include <catch2/catch.hpp>

#include <arpa/inet.h>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace perisphere::test
{

inline sockaddr_in socketAddress(const char* host, std::uint16_t port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    ::inet_pton(AF_INET, host, &address.sin_addr);
    return address;
}

inline const sockaddr* generic(const sockaddr_in& address)
{
    return reinterpret_cast<const sockaddr*>(&address);
}

/// This thread is in a network of its own, in which 192.0.2.0/24 (RFC 5737) are hosts: all of them
/// here.
class DeviceNetwork
{
public:
    DeviceNetwork()
        : m_before(::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC))
    {
        REQUIRE(::unshare(CLONE_NEWNET) == 0);
        const UniqueFd socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
        ifreq request{};
        std::strcpy(request.ifr_name, "lo");
        request.ifr_flags = IFF_UP;
        REQUIRE(::ioctl(socket.get(), SIOCSIFFLAGS, &request) == 0);
        std::strcpy(request.ifr_name, "lo:1");
        const sockaddr_in address = socketAddress("192.0.2.10", 0);
        std::memcpy(&request.ifr_addr, &address, sizeof address);
        REQUIRE(::ioctl(socket.get(), SIOCSIFADDR, &request) == 0);
    }
    DeviceNetwork(const DeviceNetwork&) = delete;
    DeviceNetwork& operator=(const DeviceNetwork&) = delete;
    ~DeviceNetwork()
    {
        if (::setns(m_before.get(), CLONE_NEWNET) != 0)
            std::abort();
    }

private:
    UniqueFd m_before;
};

/// Sends a byte to each that connects to port 8001 over TCP, or asks there over UDP, at any
/// address.
class GreetingServer
{
public:
    GreetingServer()
        : m_stop(::eventfd(0, EFD_CLOEXEC))
        , m_tcp(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
        , m_udp(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0))
    {
        const sockaddr_in address = socketAddress("0.0.0.0", 8001);
        REQUIRE(::bind(m_tcp.get(), generic(address), sizeof address) == 0);
        REQUIRE(::listen(m_tcp.get(), 8) == 0);
        const sockaddr_in one =
            socketAddress("192.0.2.11", 8001); // answers come from the one that was asked
        REQUIRE(::bind(m_udp.get(), generic(one), sizeof one) == 0);
        m_thread = std::thread([this] { serve(); });
    }
    GreetingServer(const GreetingServer&) = delete;
    GreetingServer& operator=(const GreetingServer&) = delete;
    ~GreetingServer()
    {
        const std::uint64_t one = 1;
        (void)!::write(m_stop.get(), &one, sizeof one);
        m_thread.join();
    }

private:
    void serve() const
    {
        std::array<pollfd, 3> waits{
            {{m_stop.get(), POLLIN, 0}, {m_tcp.get(), POLLIN, 0}, {m_udp.get(), POLLIN, 0}}};
        while (waits[0].revents == 0 && ::poll(waits.data(), waits.size(), -1) > 0) {
            if (waits[1].revents != 0) {
                const UniqueFd client(::accept4(m_tcp.get(), nullptr, nullptr, SOCK_CLOEXEC));
                (void)::send(client.get(), "h", 1, MSG_NOSIGNAL);
            }
            if (waits[2].revents != 0) {
                char byte = 0;
                sockaddr_in from{};
                socklen_t size = sizeof from;
                (void)::recvfrom(m_udp.get(), &byte, 1, 0, reinterpret_cast<sockaddr*>(&from),
                                 &size);
                (void)::sendto(m_udp.get(), "h", 1, MSG_NOSIGNAL, generic(from), size);
            }
        }
    }

    UniqueFd m_stop;
    UniqueFd m_tcp;
    UniqueFd m_udp;
    std::thread m_thread;
};

} // namespace perisphere::test
