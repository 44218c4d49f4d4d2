// Sole ownership of what the C API opens.
#pragma once

#include <applibs/result.hpp>

#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

namespace applibs
{

/// Closes a file descriptor when it goes. The handles of the areas are descriptors; constructed
/// from one, they take it over.
class Descriptor
{
public:
    Descriptor() = default;
    explicit Descriptor(int fd)
        : m_fd(fd)
    {
    }
    Descriptor(Descriptor&& other) noexcept
        : m_fd(other.release())
    {
    }
    Descriptor& operator=(Descriptor&& other) noexcept
    {
        if (this != &other)
            reset(other.release());
        return *this;
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() { reset(); }

    /// For poll(2), an event loop, the C API; -1 where there is none. It stays owned.
    [[nodiscard]] int fd() const { return m_fd; }
    explicit operator bool() const { return m_fd >= 0; }

    /// Gives the descriptor up; the caller closes it.
    [[nodiscard]] int release() { return std::exchange(m_fd, -1); }

    /// Closes now. errno is kept.
    void close() { reset(); }

private:
    void reset(int fd = -1)
    {
        const int old = std::exchange(m_fd, fd);
        if (old < 0)
            return;
        const int error = errno;
        ::close(old);
        errno = error;
    }

    int m_fd = -1;
};

/// A descriptor that bytes go through: read(2) and write(2), short counts and EAGAIN included.
class StreamDescriptor : public Descriptor
{
public:
    using Descriptor::Descriptor;

    /// @return number of bytes; 0 at the end
    Result<std::size_t> read(std::span<std::uint8_t> buffer)
    {
        return detail::number<std::size_t>(::read(fd(), buffer.data(), buffer.size()), "read");
    }

    /// @return number of bytes, which may be fewer than offered
    Result<std::size_t> write(std::span<const std::uint8_t> data)
    {
        return detail::number<std::size_t>(::write(fd(), data.data(), data.size()), "write");
    }

    Result<std::size_t> write(std::string_view text)
    {
        return detail::number<std::size_t>(::write(fd(), text.data(), text.size()), "write");
    }
};

namespace detail
{

/// Of a function that opens something: its handle, or -1 with errno.
template <class Handle>
Result<Handle> opened(int fd, const char* operation)
{
    if (fd < 0)
        return lastError(operation);
    return Handle(fd);
}

} // namespace detail

} // namespace applibs
