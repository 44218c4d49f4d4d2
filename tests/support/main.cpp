#define CATCH_CONFIG_MAIN
// The recompiler of the simulated cores has a handler of SIGSEGV, which must stay the one.
#define CATCH_CONFIG_NO_POSIX_SIGNALS
#include <catch2/catch.hpp>
