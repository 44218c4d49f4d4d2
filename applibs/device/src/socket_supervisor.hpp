// Decides, and makes in the app's stead, the socket calls of one guarded process.
//
// What a call points to is copied before it is looked at, and the call is made with the copy on a
// duplicate of the app's descriptor: changing memory or descriptors meanwhile wins an app nothing.
// The exception are messages on stream sockets and on socket pairs, which carry no address that
// counts; they go on in the app itself.
#pragma once

#include "perisphere/base/unique_fd.hpp"
#include "perisphere/device/network_policy.hpp"

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <sys/types.h>
#include <vector>

struct seccomp_notif;

namespace perisphere::device
{

class SocketSupervisor
{
public:
    struct Setup {
        ::pid_t exempt = 0; ///< a debugger that starts the app; 0: none
        /// HostNetwork::wayTo.
        std::function<Outcome<>(const std::string& host)> wayTo;
        /// Sentences for the app's developer. Called on the supervisor's threads.
        std::function<void(std::string)> note;
    };

    /// `listener` is what installSocketFilter() gave the app. The policy's names are resolved while
    /// the app runs; `hosts` is its /etc/hosts, rewritten as they become known, or -1.
    SocketSupervisor(UniqueFd listener, UniqueFd hosts, NetworkPolicy policy, Setup setup);
    SocketSupervisor(const SocketSupervisor&) = delete;
    SocketSupervisor& operator=(const SocketSupervisor&) = delete;
    /// The process is gone by then, or gets ENOSYS for further calls.
    ~SocketSupervisor();

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace perisphere::device
