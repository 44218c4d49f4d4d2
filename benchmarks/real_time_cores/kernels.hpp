#pragma once

namespace perisphere::bench
{

/// The kernels of tests/firmware/benchmarks in pairs, ours and QEMU.
void registerKernels();

} // namespace perisphere::bench
