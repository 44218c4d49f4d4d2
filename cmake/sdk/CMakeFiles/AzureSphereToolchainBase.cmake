# What the toolchain files share. Toolchain files of projects include it as well; they have set AS_INT_APP_TYPE
# (HLApp or RTApp) before, and choose compilers and flags afterwards.
cmake_policy(VERSION 3.20)

if(NOT PERISPHERE_HOST_MODE AND NOT CMAKE_GENERATOR STREQUAL "Ninja")
  message(FATAL_ERROR "Apps are built with the generator Ninja, not with \"${CMAKE_GENERATOR}\". Choose it with "
    "-G Ninja, or with \"generator\": \"Ninja\" in CMakePresets.json.")
endif()

# By the place of this file: a project may have set these with a trailing or a back slash.
get_filename_component(_perisphere_sdk "${CMAKE_CURRENT_LIST_DIR}/.." ABSOLUTE)
set(AZURE_SPHERE_SDK_PATH "${_perisphere_sdk}" CACHE INTERNAL "Root folder of the SDK")
set(AZURE_SPHERE_CMAKE_PATH "${_perisphere_sdk}/CMakeFiles" CACHE INTERNAL "The SDK's folder of CMake files")
set(AZURE_SPHERE_SDK_PATH "${_perisphere_sdk}")
set(AZURE_SPHERE_CMAKE_PATH "${_perisphere_sdk}/CMakeFiles")
set(ENV{AzureSphereSDKPath} "${AZURE_SPHERE_SDK_PATH}")
set(ENV{AzureSphereCMakePath} "${AZURE_SPHERE_CMAKE_PATH}")
set(AZURE_SPHERE_MAKE_IMAGE_FILE "${AZURE_SPHERE_CMAKE_PATH}/AzureSphereMakeImage.cmake"
  CACHE INTERNAL "What old projects include to get an image package")

if(NOT AS_INT_APP_TYPE)
  set(AS_INT_APP_TYPE "HLApp" CACHE INTERNAL "Kind of app: HLApp or RTApp")
endif()
if(NOT PERISPHERE_HOST_MODE)
  set(CMAKE_SYSTEM_NAME Generic)
  set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY) # linking needs what only the project can give
  set(CMAKE_COMPILER_IS_MINGW 1) # forward slashes in every path; some projects test it
endif()
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES AZURE_SPHERE_TARGET_API_SET ARM_GNU_PATH)

include("${AZURE_SPHERE_CMAKE_PATH}/AzureSphere.cmake")
_perisphere_check_sdk()
_perisphere_resolve_api_set()
if(AS_INT_APP_TYPE STREQUAL "RTApp")
  _perisphere_find_arm_gnu_path()
endif()
_perisphere_prepend_path("${AZURE_SPHERE_SDK_PATH}/Links")

# Compiler checks run this file in folders of their own, which are no apps.
get_property(_perisphere_is_try_compile GLOBAL PROPERTY IN_TRY_COMPILE)
if(NOT _perisphere_is_try_compile)
  _perisphere_give_component_id("${CMAKE_SOURCE_DIR}/app_manifest.json")
  _perisphere_select_old_hardware_definition()
endif()
