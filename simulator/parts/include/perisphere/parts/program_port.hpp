// Where a program of the user's comes to play a part.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/base/unique_fd.hpp"

#include <functional>
#include <string>

namespace perisphere::parts
{

/// Of a part whose behaviour is a program's. Machine thread only.
class ProgramPort
{
public:
    virtual ~ProgramPort() = default;

    /// Keeps the part for a program whose connection is on its way. AlreadyExists while another
    /// program has the part.
    virtual Result<> reserve() = 0;
    /// After reserve(): the connection does not come.
    virtual void release() = 0;
    /// After reserve(): from here on the part asks, and the program at the other end answers
    /// (docs/simulator/custom-parts.md).
    virtual void serve(UniqueFd connection) = 0;

    /// Told, once each time, why the part has no program to play it: a line for people.
    virtual void onTrouble(std::function<void(const std::string&)> listener) = 0;
};

} // namespace perisphere::parts
