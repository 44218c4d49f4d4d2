# arm64: boards whose system has 64-bit programs alone.
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(PERISPHERE_DEBIAN_ARCHITECTURE arm64)
set(triplet aarch64-linux-gnu)
include("${CMAKE_CURRENT_LIST_DIR}/target-toolchain.cmake")
set(CMAKE_CROSSCOMPILING_EMULATOR qemu-aarch64-static -L /usr/aarch64-linux-gnu)
