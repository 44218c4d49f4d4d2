// clone(2), which makes threads or processes.
#pragma once

#include "../syscall.hpp"

namespace perisphere::a7
{

Answer cloneThread(Call& call);

} // namespace perisphere::a7
