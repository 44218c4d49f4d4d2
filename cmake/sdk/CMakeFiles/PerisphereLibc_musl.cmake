# High-level apps on musl, as the device has it: compiler, flags, system root.
set(AZURE_SPHERE_API_SET_DIR "${AZURE_SPHERE_SDK_PATH}/Sysroots/${PERISPHERE_SYSROOT_API_SET}"
  CACHE INTERNAL "The system root that apps are built against")

set(_perisphere_compilers
  "${AZURE_SPHERE_API_SET_DIR}/tools/sysroots/x86_64-pokysdk-linux/usr/bin/arm-poky-linux-musleabi")
_perisphere_check_device_compiler()
if(NOT EXISTS "${_perisphere_compilers}/arm-poky-linux-musleabi-gcc")
  message(FATAL_ERROR "The SDK \"${AZURE_SPHERE_SDK_PATH}\" has no system root for high-level apps: "
    "\"${_perisphere_compilers}/arm-poky-linux-musleabi-gcc\" does not exist. Fetch the system root with "
    "scripts/sdk-sysroot in Perisphere's sources and build the SDK again.")
endif()
_perisphere_use_compilers("${_perisphere_compilers}/arm-poky-linux-musleabi-")

# No value on purpose: musl asks only whether it is defined, and so shows all of POSIX.
set(PERISPHERE_LIBC_FLAGS -D_POSIX_C_SOURCE)
