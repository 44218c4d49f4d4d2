// A sequence whose results differ, for people.
#pragma once

#include "generator.hpp"

namespace perisphere::differential
{

void report(const Sequence& sequence, const Record& input, const Record& qemu, const Record& core);

} // namespace perisphere::differential
