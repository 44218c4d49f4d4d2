# armhf cross build: Debian's cross compiler, libraries from scripts/armhf-sysroot, tests under QEMU's user mode.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR armv7l)
set(CMAKE_C_COMPILER arm-linux-gnueabihf-gcc)
set(CMAKE_CXX_COMPILER arm-linux-gnueabihf-g++)

get_filename_component(root "${CMAKE_CURRENT_LIST_DIR}/../../build/armhf-sysroot" ABSOLUTE)
set(CMAKE_LIBRARY_ARCHITECTURE arm-linux-gnueabihf)
set(CMAKE_FIND_ROOT_PATH "${root}" /usr/arm-linux-gnueabihf)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
# Header-only libraries are the same on every machine and come from the host.
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE BOTH)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE BOTH)
# Headers that differ by machine (openssl/configuration.h) lie in the architecture's folder.
add_compile_options(-isystem "${root}/usr/include/arm-linux-gnueabihf")
set(CMAKE_EXE_LINKER_FLAGS_INIT "-Wl,-rpath-link,${root}/usr/lib/arm-linux-gnueabihf")

set(CMAKE_CROSSCOMPILING_EMULATOR qemu-arm-static -L /usr/arm-linux-gnueabihf)
# Inode numbers and offsets of the file systems below QEMU need 64 bits; readdir and stat fail with EOVERFLOW else.
add_compile_definitions(_FILE_OFFSET_BITS=64)
