# A vendor's toolchain file: hardware floating point, built on the SDK's base file.
set(CMAKE_SYSTEM_NAME Generic)
set(AS_INT_APP_TYPE "RTApp" CACHE INTERNAL "Type of the application")
set(AZURE_SPHERE_CMAKE_PATH "$ENV{AzureSphereDefaultSDKDir}CMakeFiles" CACHE INTERNAL "CMake files of the SDK")
set(AZURE_SPHERE_SDK_PATH $ENV{AzureSphereDefaultSDKDir} CACHE INTERNAL "The SDK")
include("${AZURE_SPHERE_CMAKE_PATH}/AzureSphereToolchainBase.cmake")

if(DEFINED ARM_GNU_PATH)
  string(REPLACE "\\" "/" ARM_GNU_PATH ${ARM_GNU_PATH})
  if(NOT ${ARM_GNU_PATH} MATCHES "bin$")
    set(ARM_GNU_PATH "${ARM_GNU_PATH}/bin")
  endif()
endif()
set(CMAKE_C_COMPILER "${ARM_GNU_PATH}/arm-none-eabi-gcc" CACHE INTERNAL "The compiler")
set(CMAKE_AR "${ARM_GNU_PATH}/arm-none-eabi-ar" CACHE INTERNAL "The archiver")
set(CMAKE_STRIP "${ARM_GNU_PATH}/arm-none-eabi-strip" CACHE INTERNAL "The stripper")

set(CMAKE_C_FLAGS_INIT "-mcpu=cortex-m4 -mthumb -mfloat-abi=hard -mfpu=fpv4-sp-d16 -std=c11 -ffunction-sections")
set(CMAKE_EXE_LINKER_FLAGS_INIT "-nostartfiles -Wl,--no-undefined -Wl,--gc-sections -Wl,-n -Wl,-Map=app.map \
-T \"${CMAKE_SOURCE_DIR}/linker.ld\"")
