# High-level apps on Debian's glibc for armhf: compiler, flags, system root.
set(AZURE_SPHERE_API_SET_DIR "${AZURE_SPHERE_SDK_PATH}/Sysroots/${PERISPHERE_SYSROOT_API_SET}/glibc"
  CACHE INTERNAL "The system root that apps are built against")

_perisphere_check_device_compiler()
if(NOT EXISTS "${AZURE_SPHERE_API_SET_DIR}/lib/ld-linux-armhf.so.3")
  message(FATAL_ERROR "The SDK \"${AZURE_SPHERE_SDK_PATH}\" has no glibc for high-level apps: "
    "\"${AZURE_SPHERE_API_SET_DIR}/lib/ld-linux-armhf.so.3\" does not exist. Fetch the system root with "
    "scripts/sdk-sysroot in Perisphere's sources and build the SDK again.")
endif()
set(CMAKE_SYSROOT "${AZURE_SPHERE_API_SET_DIR}")
set(CMAKE_LIBRARY_ARCHITECTURE arm-linux-gnueabihf) # where find_library() looks
_perisphere_use_compilers("${_PERISPHERE_DEVICE_COMPILERS}/arm-linux-gnueabihf-")

# As in host mode: glibc shows with these what musl shows, wolfSSL's headers its options.
set(PERISPHERE_LIBC_FLAGS -D_DEFAULT_SOURCE -D_POSIX_C_SOURCE=200809L -D_XOPEN_SOURCE=700 -DEXTERNAL_OPTS_OPENVPN)
foreach(_perisphere_headers azureiot azure_prov_client azure_c_shared_utility)
  list(APPEND PERISPHERE_LIBC_FLAGS "-idirafter \"${AZURE_SPHERE_API_SET_DIR}/usr/include/${_perisphere_headers}\"")
endforeach()
# Parts of musl's C library that are none of glibc's.
set(CMAKE_C_STANDARD_LIBRARIES_INIT "-Wl,--as-needed -lm -lresolv")
set(CMAKE_CXX_STANDARD_LIBRARIES_INIT "-Wl,--as-needed -lm -lresolv")
