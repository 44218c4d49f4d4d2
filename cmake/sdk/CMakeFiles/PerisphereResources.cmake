# Files that a package holds besides the executable and the manifest.

# Sets <out> to the place of a resource in the package, which is its place below the project's top folder.
function(_perisphere_resource_place file out)
  string(REPLACE "\\" "/" path "${file}")
  get_filename_component(path "${path}" ABSOLUTE BASE_DIR "${CMAKE_SOURCE_DIR}")
  file(RELATIVE_PATH place "${CMAKE_SOURCE_DIR}" "${path}")
  if(place MATCHES "^\\.\\./" OR IS_ABSOLUTE "${place}")
    message(FATAL_ERROR "azsphere_target_add_image_package: RESOURCE_FILES \"${file}\" is not below "
      "\"${CMAKE_SOURCE_DIR}\". A resource has the same place in the package as in the project; "
      "copy it into the project.")
  endif()
  _perisphere_check_resource("${file}" "${path}")
  set(${out} "${place}" PARENT_SCOPE)
endfunction()

# A resource exists, or is made by the build. Names are case-sensitive, here as on the device.
function(_perisphere_check_resource file path)
  get_source_file_property(is_generated "${path}" GENERATED)
  if(is_generated OR (EXISTS "${path}" AND NOT IS_DIRECTORY "${path}"))
    return()
  endif()
  get_filename_component(folder "${path}" DIRECTORY)
  get_filename_component(name "${path}" NAME)
  string(TOLOWER "${name}" wanted)
  file(GLOB others RELATIVE "${folder}" "${folder}/*")
  set(hint "")
  foreach(other IN LISTS others)
    string(TOLOWER "${other}" lower)
    if(lower STREQUAL wanted AND NOT other STREQUAL name)
      set(hint " There is \"${other}\"; names are case-sensitive.")
    endif()
  endforeach()
  message(FATAL_ERROR "azsphere_target_add_image_package: RESOURCE_FILES \"${file}\": there is no file "
    "\"${path}\".${hint}")
endfunction()

# Copies the resources into the application folder; <out> gets the copies.
function(_perisphere_stage_resources files approot out)
  set(copies "")
  foreach(file IN LISTS files)
    _perisphere_resource_place("${file}" place)
    set(copy "${approot}/${place}")
    get_filename_component(folder "${copy}" DIRECTORY)
    add_custom_command(OUTPUT "${copy}"
      COMMAND "${CMAKE_COMMAND}" -E make_directory "${folder}"
      COMMAND "${CMAKE_COMMAND}" -E copy "${CMAKE_SOURCE_DIR}/${place}" "${copy}"
      DEPENDS "${CMAKE_SOURCE_DIR}/${place}"
      COMMENT "Copying ${place}" VERBATIM)
    list(APPEND copies "${copy}")
  endforeach()
  set(${out} "${copies}" PARENT_SCOPE)
endfunction()
