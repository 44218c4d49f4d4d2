// Another thread that sends back what it gets through a socket.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace perisphere::bench
{

class EchoThread
{
public:
    static constexpr std::size_t kMostBytes = 4096;

    EchoThread()
    {
        if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, m_sockets.data()) == 0)
            m_thread = std::thread([socket = m_sockets[1]] {
                std::array<char, kMostBytes> bytes;
                for (ssize_t size = 0; (size = ::read(socket, bytes.data(), bytes.size())) > 0;)
                    if (::write(socket, bytes.data(), static_cast<std::size_t>(size)) != size)
                        return;
            });
    }
    EchoThread(const EchoThread&) = delete;
    EchoThread& operator=(const EchoThread&) = delete;
    ~EchoThread()
    {
        ::close(m_sockets[0]);
        if (m_thread.joinable())
            m_thread.join();
        ::close(m_sockets[1]);
    }

    /// At most kMostBytes there and back.
    [[nodiscard]] bool exchange(std::span<char> bytes)
    {
        const auto size = static_cast<ssize_t>(bytes.size());
        return ::write(m_sockets[0], bytes.data(), bytes.size()) == size &&
               ::read(m_sockets[0], bytes.data(), bytes.size()) == size;
    }

private:
    std::array<int, 2> m_sockets{-1, -1};
    std::thread m_thread;
};

} // namespace perisphere::bench
