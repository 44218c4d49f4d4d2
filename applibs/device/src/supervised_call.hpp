// One system call of a guarded app that waits for its supervisor.
#pragma once

#include "perisphere/base/unique_fd.hpp"
#include "perisphere/device/network_policy.hpp"

#include <cstddef>
#include <cstdint>
#include <linux/seccomp.h>
#include <optional>
#include <sys/socket.h>
#include <sys/types.h>

namespace perisphere::device
{

/// What a call gives: its result, or an errno, or that the app shall make it itself.
struct Verdict {
    std::int64_t value = 0;
    int error = 0;
    bool goesOn = false;
};

[[nodiscard]] inline Verdict refused(int error)
{
    return {.value = -1, .error = error};
}
[[nodiscard]] inline Verdict proceed()
{
    return {.goesOn = true};
}
/// Of a call made in the app's stead.
[[nodiscard]] Verdict resultOf(ssize_t value);

class SupervisedCall
{
public:
    SupervisedCall(int listener, const seccomp_notif& notification)
        : m_listener(listener)
        , m_notification(notification)
    {
    }

    [[nodiscard]] int number() const { return m_notification.data.nr; }
    [[nodiscard]] ::pid_t thread() const { return static_cast<::pid_t>(m_notification.pid); }
    [[nodiscard]] std::uint64_t argument(std::size_t index) const
    {
        return m_notification.data.args[index]; // NOLINT(*-constant-array-index): a kernel struct
    }
    /// The first argument of all socket calls but socket(2).
    [[nodiscard]] int descriptor() const { return static_cast<int>(argument(0)); }

    /// Of the app's memory. False when it is not there, or the call was given up meanwhile, so that
    /// what was read may be another's.
    [[nodiscard]] bool read(std::uint64_t from, void* to, std::size_t bytes) const;
    [[nodiscard]] bool write(std::uint64_t to, const void* from, std::size_t bytes) const;

    /// The app's socket, here; none when the call was given up meanwhile.
    [[nodiscard]] UniqueFd duplicate() const { return duplicate(descriptor()); }
    /// The same for any other of its descriptors.
    [[nodiscard]] UniqueFd duplicate(int descriptor) const;

    [[nodiscard]] ::pid_t processId() const;

    void answer(const Verdict& verdict) const;

private:
    [[nodiscard]] bool isAlive() const;

    int m_listener;
    seccomp_notif m_notification;
};

/// An address as the app passed it, copied.
struct CopiedAddress {
    sockaddr_storage storage{};
    socklen_t size = 0;

    [[nodiscard]] const sockaddr* generic() const
    {
        return reinterpret_cast<const sockaddr*>(&storage);
    }
    [[nodiscard]] std::optional<NetworkAddress> ipv4() const;
};

/// nullopt when it is longer than any address, or not there.
[[nodiscard]] std::optional<CopiedAddress> copyAddress(const SupervisedCall& call,
                                                       std::uint64_t from, std::uint64_t bytes);

} // namespace perisphere::device
