// What the benchmark programs share.
#pragma once

namespace perisphere::bench
{

/// Runs what is registered and prints the pairs; the program's exit code.
[[nodiscard]] int runBenchmarks(int argc, char** argv);

} // namespace perisphere::bench
