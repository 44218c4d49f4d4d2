// Rules that only a programming error can break. They are checked in every build: a simulation
// that went on with a broken rule would give wrong answers silently.
#pragma once

namespace perisphere::engine
{

/// Says which rule was broken and where, then aborts.
[[noreturn]] void brokenRule(const char* rule, const char* file, int line);

/// Aborts unless `holds`; `rule` is a sentence: "a pin is named". Leave the place of the call to
/// the compiler (std::source_location is not in clang 14).
inline void require(bool holds, const char* rule, const char* file = __builtin_FILE(),
                    int line = __builtin_LINE())
{
    if (!holds) [[unlikely]]
        brokenRule(rule, file, line);
}

} // namespace perisphere::engine
