# Toolchain file of high-level apps: Cortex-A7, musl, dynamically linked against the device's libraries. With
# PERISPHERE_LIBC=glibc: Debian's libraries, for what links curl, wolfSSL or OpenSSL and is to run on an emulated core.
set(AS_INT_APP_TYPE "HLApp" CACHE INTERNAL "Kind of app: HLApp or RTApp")
set(PERISPHERE_HOST_MODE OFF CACHE INTERNAL "Built for this machine instead of the device")
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR armv7ve)
include("${CMAKE_CURRENT_LIST_DIR}/AzureSphereToolchainBase.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/PerisphereHighLevelFlags.cmake")

if(NOT PERISPHERE_LIBC)
  set(PERISPHERE_LIBC musl)
elseif(NOT PERISPHERE_LIBC MATCHES "^(musl|glibc)$")
  message(FATAL_ERROR "\"${PERISPHERE_LIBC}\" is no C library of the SDK. Set PERISPHERE_LIBC to musl or glibc.")
endif()
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES PERISPHERE_LIBC)
include("${CMAKE_CURRENT_LIST_DIR}/PerisphereLibc_${PERISPHERE_LIBC}.cmake")

set(CMAKE_FIND_ROOT_PATH "${AZURE_SPHERE_API_SET_DIR}")
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)

string(JOIN " " _perisphere_target -march=armv7ve -mthumb -mfpu=neon-vfpv4 -mfloat-abi=hard -mcpu=cortex-a7
  ${PERISPHERE_LIBC_FLAGS} -fPIC)
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
