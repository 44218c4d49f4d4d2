// Being in another network for a while.
#pragma once

#include "perisphere/base/unique_fd.hpp"

namespace perisphere::target
{

/// The calling thread's own.
inline constexpr const char* kOwnNetwork = "/proc/thread-self/ns/net";

/// The thread is in the network until this goes; children that it makes meanwhile are for good.
class InsideNetwork
{
public:
    /// @param network a namespace's descriptor; -1: nothing changes
    explicit InsideNetwork(int network);
    InsideNetwork(const InsideNetwork&) = delete;
    InsideNetwork& operator=(const InsideNetwork&) = delete;
    ~InsideNetwork();
    [[nodiscard]] int error() const { return m_error; } ///< 0, or an errno: it is not there

private:
    UniqueFd m_before;
    int m_error = 0;
};

} // namespace perisphere::target
