# armhf: boards with a Cortex-A7, and anything newer that runs 32-bit programs.
set(CMAKE_SYSTEM_PROCESSOR armv7l)
set(PERISPHERE_DEBIAN_ARCHITECTURE armhf)
set(triplet arm-linux-gnueabihf)
include("${CMAKE_CURRENT_LIST_DIR}/target-toolchain.cmake")
set(CMAKE_CROSSCOMPILING_EMULATOR qemu-arm-static -L /usr/arm-linux-gnueabihf)
# Inode numbers and offsets of the file systems below QEMU need 64 bits; readdir and stat fail with EOVERFLOW else.
add_compile_definitions(_FILE_OFFSET_BITS=64)
# GCC notes how it passes some 64-bit arguments since version 7; all that is linked is of one version.
add_compile_options(-Wno-psabi)
