# Toolchain file of real-time capable apps: Cortex-M4 without an operating system, arm-none-eabi-gcc. Soft float;
# AzureSphereRTCoreToolchainVFP.cmake is the same with the floating point unit.
set(AS_INT_APP_TYPE "RTApp" CACHE INTERNAL "Kind of app: HLApp or RTApp")
set(PERISPHERE_HOST_MODE OFF CACHE INTERNAL "Built for this machine instead of the device")
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR cortex-m4)
include("${CMAKE_CURRENT_LIST_DIR}/AzureSphereToolchainBase.cmake")

# ARM_GNU_PATH (found by the base file where it was not given) is the toolchain's folder or its bin folder.
file(TO_CMAKE_PATH "${ARM_GNU_PATH}" _perisphere_bin)
if(NOT EXISTS "${_perisphere_bin}/arm-none-eabi-gcc")
  string(APPEND _perisphere_bin "/bin")
endif()
if(NOT EXISTS "${_perisphere_bin}/arm-none-eabi-gcc")
  message(FATAL_ERROR "There is no arm-none-eabi-gcc in \"${ARM_GNU_PATH}\" nor in its folder bin. "
    "Set ARM_GNU_PATH to the folder of the GNU toolchain for ARM Cortex-M, or leave it empty and install "
    "gcc-arm-none-eabi and libnewlib-arm-none-eabi.")
endif()
_perisphere_use_compilers("${_perisphere_bin}/arm-none-eabi-")
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)

# Headers for firmware, <perisphere/mt3620/...>, for projects that include them.
foreach(language C CXX)
  set(CMAKE_${language}_STANDARD_INCLUDE_DIRECTORIES "${AZURE_SPHERE_SDK_PATH}/RealTime/include")
endforeach()

# Soft float unless the project asks for more: objects of the two kinds do not link with each other.
set(_perisphere_float "-mfloat-abi=soft")
if(PERISPHERE_RT_HARD_FLOAT)
  set(_perisphere_float "-mfloat-abi=hard -mfpu=fpv4-sp-d16")
endif()
set(_perisphere_target "-mcpu=cortex-m4 -mthumb ${_perisphere_float}")
set(CMAKE_C_FLAGS_INIT "-std=c11 ${_perisphere_target} -Wall -fno-common")
set(CMAKE_CXX_FLAGS_INIT "${_perisphere_target} -Wall -fno-common -fno-exceptions -fno-rtti")
set(CMAKE_ASM_FLAGS_INIT "${_perisphere_target}")
foreach(language C CXX ASM)
  set(CMAKE_${language}_FLAGS_DEBUG "-g2 -gdwarf-2 -O0" CACHE STRING "Flags of Debug builds")
  set(CMAKE_${language}_FLAGS_RELEASE "-g1 -O3" CACHE STRING "Flags of Release builds")
endforeach()
# No start-up code of a C library: the core starts from the vector table that the linker script places. The script is the
# project's own; it may INCLUDE ours.
set(CMAKE_EXE_LINKER_FLAGS_INIT
  "-nostartfiles -Wl,--no-undefined -Wl,-n -L \"${AZURE_SPHERE_SDK_PATH}/RealTime/linker\" \
-T \"${CMAKE_SOURCE_DIR}/linker.ld\"")
