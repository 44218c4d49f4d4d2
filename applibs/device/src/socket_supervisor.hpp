// Decides, and makes in the app's stead, the socket calls of one guarded process.
//
// What a call points to is copied before it is looked at, and the call is made with the copy on a
// duplicate of the app's descriptor: changing memory or descriptors meanwhile wins an app nothing.
// The exception are messages on stream sockets and on socket pairs, which carry no address that
// counts; they go on in the app itself.
#pragma once

#include "perisphere/base/unique_fd.hpp"
#include "perisphere/device/name_server.hpp"
#include "perisphere/device/network_changes.hpp"
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
        /// The host's names and not those of the name server: then a connection to a name that is
        /// not resolved now has to fail in the look-up's stead.
        bool seesHostNames = false;
        std::function<Outcome<>(const std::string& host)> wayTo; ///< HostNetwork's
        std::function<Outcome<>()> nameService;                  ///< likewise
        NetworkChanges* changes = nullptr;                       ///< likewise
        /// Sentences for the app's developer. Called on the supervisor's threads.
        std::function<void(std::string)> note;
        /// What the manifest does not allow, each time. Likewise.
        std::function<void(const Refusal&)> refused;
    };

    /// `listener` is what installSocketFilter() gave the app. The policy's names are resolved while
    /// the app runs, and told it by the name server.
    SocketSupervisor(UniqueFd listener, NameServer nameServer, NetworkPolicy policy, Setup setup);
    SocketSupervisor(const SocketSupervisor&) = delete;
    SocketSupervisor& operator=(const SocketSupervisor&) = delete;
    /// The process is gone by then, or gets ENOSYS for further calls.
    ~SocketSupervisor();

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace perisphere::device
