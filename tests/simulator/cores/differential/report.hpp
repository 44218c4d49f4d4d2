// A sequence whose results differ, for people.
#pragma once

#include "generator.hpp"
#include "machines.hpp"

#include <string>

namespace perisphere::differential
{

void report(const Sequence& sequence, const Record& qemu, const Record& core, Execution execution,
            const std::string& disassembler);

} // namespace perisphere::differential
