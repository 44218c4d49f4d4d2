// Nothing of its own: CMake precompiles a target's header only when one of its sources uses it, and
// main.cpp cannot.
