#include "confinement.hpp"

#include "keys_system_calls.hpp"
#include "raw_calls.hpp"
#include "socket_tpm_calls.hpp"
#include "system_call_policy.hpp"

#include <array>
#include <cerrno>
#include <span>
#include <sys/prctl.h>
#include <unistd.h>

namespace perisphere::keys
{

Result<> confine(std::uint32_t user, bool mayConnect)
{
    const std::array<target::PolicyText, 2> lists{
        {{embedded::keysSystemCalls, "keys_system_calls.json"},
         {embedded::socketTpmCalls, "socket_tpm_calls.json"}}};
    const auto filter =
        target::compileSystemCallPolicies(std::span(lists).first(mayConnect ? 2 : 1));
    if (!filter)
        return fail(filter.error());
    if (::geteuid() == 0) // which takes all capabilities off
        if (const int error = target::becomeUser(user); error != 0)
            return fail(systemError(error, "become", "the user of keys"));
    // After the change of user, which resets it: its memory is nobody else's to read.
    if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 || ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return fail(systemError(errno, "give up", "rights"));
    if (const int error = target::enterFilter(*filter); error != 0)
        return fail(systemError(error, "put up", "the filter of system calls"));
    return {};
}

} // namespace perisphere::keys
