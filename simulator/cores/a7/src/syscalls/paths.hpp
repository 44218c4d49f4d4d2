// Calls whose argument is a path.
#pragma once

#include "../syscall.hpp"

#include <cerrno>

namespace perisphere::a7
{

/// Of `function(const char*)`, which the host's path is given.
template <class Function>
Answer withPath(Call& call, unsigned argument, Function function)
{
    const auto path = call.path(argument);
    return path ? Call::result(function(path->c_str())) : Call::error(EFAULT);
}

template <class Function>
Answer withPaths(Call& call, unsigned first, unsigned second, Function function)
{
    const auto one = call.path(first);
    const auto other = call.path(second);
    return one && other ? Call::result(function(one->c_str(), other->c_str()))
                        : Call::error(EFAULT);
}

} // namespace perisphere::a7
