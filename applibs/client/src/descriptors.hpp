// What the library knows about the descriptors that it gave to the app.
//
// The app closes them with close(2), of which the library hears nothing, and the kernel may give
// the number to something else. So an entry remembers which file it meant, and a call checks that
// before it uses the descriptor; the GPIO calls, which have to be cheaper than a system call, check
// now and then.
//
// Threads may share a descriptor, and what one closes another may open under the same number. No
// lock orders that, but the kernel, which gives a number out once at a time.
#pragma once

#include "perisphere/protocol/open.hpp"

#include <atomic>
#include <cstdint>
#include <pthread.h>
#include <sys/types.h>

namespace perisphere::client
{

/// KernelGpio: a GPIO whose descriptor is the kernel's own.
enum class Api : std::uint8_t { None, Gpio, KernelGpio, Uart, I2c, Spi, Adc, Pwm, Partner };

/// A value that is read and written as a whole, and orders nothing else: as cheap as a plain one.
template <class T>
class Relaxed
{
public:
    static_assert(std::atomic<T>::is_always_lock_free);
    constexpr Relaxed(T value = {})
        : m_value(value)
    {
    }
    operator T() const { return m_value.load(std::memory_order_relaxed); }
    void operator=(T value) { m_value.store(value, std::memory_order_relaxed); }

private:
    std::atomic<T> m_value;
};

struct Descriptor {
    Relaxed<Api> api = Api::None;
    Relaxed<protocol::DescriptorKind> kind;
    Relaxed<bool> isOutput;               ///< GPIO
    Relaxed<std::int32_t> resource;       ///< GPIO number
    Relaxed<std::uint32_t> defaultTarget; ///< I2C: of the app's own read(2) and write(2)
    Relaxed<std::uint32_t> usesUntilCheck;
    Relaxed<dev_t> device;
    Relaxed<ino_t> inode;
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER; ///< one exchange at a time on a channel
};

/// Remembers an open descriptor. false, with errno, when it cannot be: the caller closes it and
/// fails.
[[nodiscard]] bool remember(int descriptor, Api api, protocol::DescriptorKind kind,
                            std::int32_t resource, bool isOutput);

/// The entry of a descriptor that was opened for `api` and still is the same file; nullptr
/// otherwise, which callers report as EBADF.
[[nodiscard]] Descriptor* find(int descriptor, Api api);

/// Like find() for a GPIO of either kind, but asks the kernel only at every 64th call: a call on a
/// descriptor that the app has closed may succeed without effect for that long. A kernel's GPIO is
/// not looked at here: what is done with it fails where it is none (ENOTTY, EBADF).
[[nodiscard]] Descriptor* findGpio(int descriptor);

/// Whether the descriptor is one of ours that epoll must refuse, as the device's drivers do.
[[nodiscard]] bool isUnpollable(int descriptor);

/// Holds a descriptor's mutex.
class ChannelLock
{
public:
    explicit ChannelLock(Descriptor& descriptor)
        : m_descriptor(descriptor)
    {
        ::pthread_mutex_lock(&m_descriptor.mutex);
    }
    ~ChannelLock() { ::pthread_mutex_unlock(&m_descriptor.mutex); }
    ChannelLock(const ChannelLock&) = delete;
    ChannelLock& operator=(const ChannelLock&) = delete;

private:
    Descriptor& m_descriptor;
};

} // namespace perisphere::client
