# The functions that app projects call. What they are made of is in AzureSphereInternal.cmake.
cmake_policy(VERSION 3.20)
include("${CMAKE_CURRENT_LIST_DIR}/AzureSphereInternal.cmake")

# azsphere_configure_tools(TOOLS_REVISION <revision>)
#
# Says which SDK release the project was written for. Every release is accepted: this SDK has one behaviour.
function(azsphere_configure_tools)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "TOOLS_REVISION" "")
  _perisphere_no_more_arguments(azsphere_configure_tools "${arg_UNPARSED_ARGUMENTS}")
  if("${arg_TOOLS_REVISION}" STREQUAL "")
    message(FATAL_ERROR "azsphere_configure_tools: TOOLS_REVISION is missing, for example TOOLS_REVISION \"22.11\".")
  endif()
  set(AS_INT_SELECTED_TOOLS "${arg_TOOLS_REVISION}" CACHE INTERNAL "The tools revision that the project asks for")
endfunction()

# azsphere_configure_api(TARGET_API_SET <set>)
#
# Says which API set the project was written for; its package is marked so. It may differ from what the preset asks
# for, since every set is the same system root.
function(azsphere_configure_api)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "TARGET_API_SET" "")
  _perisphere_no_more_arguments(azsphere_configure_api "${arg_UNPARSED_ARGUMENTS}")
  if("${arg_TARGET_API_SET}" STREQUAL "")
    message(FATAL_ERROR "azsphere_configure_api: TARGET_API_SET is missing, for example TARGET_API_SET \"12\".")
  endif()
  if(AS_INT_APP_TYPE STREQUAL "RTApp")
    message(WARNING "azsphere_configure_api: real-time capable apps have no API set; "
      "\"${arg_TARGET_API_SET}\" is ignored.")
    return()
  endif()
  _perisphere_configure_api_set("${arg_TARGET_API_SET}")
endfunction()

# azsphere_target_hardware_definition(<target> [TARGET_DIRECTORY <folder>...] TARGET_DEFINITION <file.json>)
#
# Gives the target the names of a board: its headers (<hw/file.h>) to the compiler, the definition to the packer.
# Folders are relative to the project's top folder; the SDK's own definitions are looked through last.
function(azsphere_target_hardware_definition target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "TARGET_DEFINITION" "TARGET_DIRECTORY")
  _perisphere_no_more_arguments(azsphere_target_hardware_definition "${arg_UNPARSED_ARGUMENTS}")
  if(NOT TARGET "${target}")
    message(FATAL_ERROR "azsphere_target_hardware_definition: there is no target \"${target}\". "
      "Call it after add_executable or add_library.")
  endif()
  _perisphere_use_hardware_definition("${target}" "${arg_TARGET_DEFINITION}" "${arg_TARGET_DIRECTORY}")
endfunction()

# azsphere_target_add_image_package(<target> [APP_MANIFEST <file>] [DEBUG_LIB libmalloc] [RESOURCE_FILES <file>...])
#
# Makes <project>.imagepackage from the executable target, the manifest and the resource files with every build
# (target MakeImage). In host mode it leaves the application folder approot<project> instead.
function(azsphere_target_add_image_package target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "APP_MANIFEST;DEBUG_LIB" "RESOURCE_FILES")
  _perisphere_no_more_arguments(azsphere_target_add_image_package "${arg_UNPARSED_ARGUMENTS}")
  if(NOT TARGET "${target}")
    message(FATAL_ERROR "azsphere_target_add_image_package: there is no target \"${target}\". "
      "Call it after add_executable.")
  endif()
  if("${arg_APP_MANIFEST}" STREQUAL "")
    set(arg_APP_MANIFEST app_manifest.json)
  endif()
  _perisphere_add_image_package("${target}" "${arg_APP_MANIFEST}" "${arg_DEBUG_LIB}" "${arg_RESOURCE_FILES}")
endfunction()
