#include "perisphere/engine/require.hpp"

#include <cstdio>
#include <cstdlib>

namespace perisphere::engine
{

void brokenRule(const char* rule, const char* file, int line)
{
    std::fprintf(stderr, "%s:%d: broken rule: %s\n", file, line, rule);
    std::abort();
}

} // namespace perisphere::engine
