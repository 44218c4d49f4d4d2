#include "inside_network.hpp"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <sched.h>

namespace perisphere::target
{

InsideNetwork::InsideNetwork(int network)
{
    if (network < 0)
        return;
    m_before.reset(::open(kOwnNetwork, O_RDONLY | O_CLOEXEC));
    if (!m_before || ::setns(network, CLONE_NEWNET) != 0) {
        m_error = errno;
        m_before.reset();
    }
}

InsideNetwork::~InsideNetwork()
{
    // Nothing the daemon does may happen in an app's network.
    if (m_before && ::setns(m_before.get(), CLONE_NEWNET) != 0)
        std::abort();
}

} // namespace perisphere::target
