// What acts on the device as a whole, or on other processes: no app may.

#include "../syscall.hpp"

#include <cerrno>

namespace perisphere::a7
{

Answer sysDenied(Call& call)
{
    call.process.reportDenied(call.process.cpu().r(7));
    return Call::error(EPERM);
}

/// Nothing is told of it: libraries ask for it, and do well without.
Answer sysNotThere(Call&)
{
    return Call::error(ENOSYS);
}

} // namespace perisphere::a7
