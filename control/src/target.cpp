#include "perisphere/control/target.hpp"

#include <cstdio>
#include <cstdlib>

namespace perisphere::control
{

void ControlTarget::notOffered(const char* area)
{
    std::fprintf(stderr, "control: a device without the area \"%s\" offers its methods\n", area);
    std::abort();
}

} // namespace perisphere::control
