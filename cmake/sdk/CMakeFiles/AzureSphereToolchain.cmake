# Toolchain file of high-level apps: Cortex-A7, musl, dynamically linked against the device's libraries.
set(AS_INT_APP_TYPE "HLApp" CACHE INTERNAL "Kind of app: HLApp or RTApp")
set(PERISPHERE_HOST_MODE OFF CACHE INTERNAL "Built for this machine instead of the device")
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR armv7ve)
include("${CMAKE_CURRENT_LIST_DIR}/AzureSphereToolchainBase.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/PerisphereHighLevelFlags.cmake")

set(AZURE_SPHERE_API_SET_DIR "${AZURE_SPHERE_SDK_PATH}/Sysroots/${PERISPHERE_SYSROOT_API_SET}"
  CACHE INTERNAL "The system root that apps are built against")
set(CMAKE_FIND_ROOT_PATH "${AZURE_SPHERE_API_SET_DIR}")
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)

set(_perisphere_compilers
  "${AZURE_SPHERE_API_SET_DIR}/tools/sysroots/x86_64-pokysdk-linux/usr/bin/arm-poky-linux-musleabi")
if(NOT EXISTS "${_perisphere_compilers}/arm-poky-linux-musleabi-gcc")
  message(FATAL_ERROR "The SDK \"${AZURE_SPHERE_SDK_PATH}\" has no system root for high-level apps: "
    "\"${_perisphere_compilers}/arm-poky-linux-musleabi-gcc\" does not exist. Fetch the system root with "
    "scripts/sdk-sysroot in Perisphere's sources and build the SDK again.")
endif()
_perisphere_use_compilers("${_perisphere_compilers}/arm-poky-linux-musleabi-")

# -D_POSIX_C_SOURCE has no value on purpose: musl asks only whether it is defined, and so shows all of POSIX.
string(JOIN " " _perisphere_target -march=armv7ve -mthumb -mfpu=neon-vfpv4 -mfloat-abi=hard -mcpu=cortex-a7
  -D_POSIX_C_SOURCE -fPIC)
set(CMAKE_C_FLAGS_INIT "${_perisphere_target} -std=c11 ${PERISPHERE_C_FLAGS}")
set(CMAKE_CXX_FLAGS_INIT "${_perisphere_target} ${PERISPHERE_CXX_FLAGS}")
set(CMAKE_ASM_FLAGS_INIT "-mthumb -mcpu=cortex-a7")
# An app names every library that it uses, the C library included.
set(CMAKE_EXE_LINKER_FLAGS_INIT "-nodefaultlibs -pie -Wl,--no-undefined -Wl,--gc-sections")

if(DEFINED AZURE_SPHERE_LTO)
  string(APPEND CMAKE_C_FLAGS_INIT " -flto")
  string(APPEND CMAKE_CXX_FLAGS_INIT " -flto")
  string(APPEND CMAKE_EXE_LINKER_FLAGS_INIT " -flto")
endif()
