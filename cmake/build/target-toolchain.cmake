# Cross builds for the target, what their toolchain files share: Debian's cross compiler for `triplet`, libraries from
# scripts/target-sysroot, tests under QEMU's user mode. PERISPHERE_DEBIAN_ARCHITECTURE is Debian's name.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_C_COMPILER ${triplet}-gcc)
set(CMAKE_CXX_COMPILER ${triplet}-g++)

get_filename_component(PERISPHERE_TARGET_SYSROOT
  "${CMAKE_CURRENT_LIST_DIR}/../../build/${PERISPHERE_DEBIAN_ARCHITECTURE}-sysroot" ABSOLUTE)
set(CMAKE_LIBRARY_ARCHITECTURE ${triplet})
set(CMAKE_INSTALL_LIBDIR "lib/${triplet}" CACHE PATH "Where libraries are installed, as Debian has them")
set(CMAKE_FIND_ROOT_PATH "${PERISPHERE_TARGET_SYSROOT}" /usr/${triplet})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
# Header-only libraries are the same on every machine and come from the host.
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE BOTH)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE BOTH)
# Headers that differ by machine (openssl/configuration.h) lie in the architecture's folder.
add_compile_options(-isystem "${PERISPHERE_TARGET_SYSROOT}/usr/include/${triplet}")
set(CMAKE_EXE_LINKER_FLAGS_INIT "-Wl,-rpath-link,${PERISPHERE_TARGET_SYSROOT}/usr/lib/${triplet}")
