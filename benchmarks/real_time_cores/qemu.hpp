// The same kernel in QEMU's Cortex-M4F.
#pragma once

#include "perisphere/base/result.hpp"

#include <cstdint>
#include <string>

namespace perisphere::bench
{

enum class QemuTime : std::uint8_t {
    Counted, ///< -icount shift=auto,sleep=off: instructions make the time
    Free,    ///< as fast as it can, without counting
};

struct QemuRun {
    double hostSeconds = 0; ///< of a processor, for the whole process
    std::string output;
};

[[nodiscard]] Result<QemuRun> runInQemu(const std::string& program, QemuTime time);

} // namespace perisphere::bench
