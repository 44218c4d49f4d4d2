// Which system calls a process of the sandbox may make: a list, from which the kernel's filter is
// made.
//
//   { "rules": [ { "allow": ["getrandom"], "why": "TLS" },
//                { "allow": ["socket"], "when": [{ "argument": 0, "equals": 1 }], "why": "AF_UNIX"
//                }, { "refuse": ["socket"], "error": "EAFNOSUPPORT", "when": [{ "argument": 0,
//                "above": 2 }], "why": "..." } ] }
//
// "mask" beside "equals" looks at those bits only. What no rule names fails with ENOSYS, as in a
// kernel that does not have it; a call of another architecture's kind ends the process.
#pragma once

#include "perisphere/base/result.hpp"

#include <linux/filter.h>
#include <span>
#include <string_view>
#include <vector>

namespace perisphere::target
{

/// For this machine. Calls that only other architectures have are left out; a name that none has is
/// an error.
[[nodiscard]] Result<std::vector<sock_filter>> compileSystemCallPolicy(std::string_view text,
                                                                       const char* fileName);

struct PolicyText {
    std::string_view text;
    const char* fileName;
};

/// One list out of several.
[[nodiscard]] Result<std::vector<sock_filter>>
compileSystemCallPolicies(std::span<const PolicyText> texts);

/// Of this process, from now on. 0 or an errno. Async-signal-safe.
[[nodiscard]] int enterFilter(std::span<const sock_filter> filter);

} // namespace perisphere::target
