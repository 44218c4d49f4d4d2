# From an executable target to <project>.imagepackage, or in host mode to an application folder that can be run.

# Sets <out> to the options of the packer that name the board of a target.
function(_perisphere_hardware_arguments target out)
  get_target_property(arguments "${target}" AS_PKG_HWD_ARGS)
  if(NOT arguments)
    set(arguments "")
    if(AZURE_SPHERE_HW_DEFINITION) # as projects of 2019 choose it
      set(folders ${AZURE_SPHERE_HW_DIRECTORY} "${AZURE_SPHERE_SDK_PATH}/HardwareDefinitions")
      list(JOIN folders "," joined)
      set(arguments --hardware-definitions "${joined}" --target-definition-filename "${AZURE_SPHERE_HW_DEFINITION}")
    endif()
  endif()
  set(${out} "${arguments}" PARENT_SCOPE)
endfunction()

# Sets <out> to the definition files that the package of a target depends on: any of the searched ones may be imported.
function(_perisphere_definition_files target out)
  get_target_property(folders "${target}" PERISPHERE_HARDWARE_FOLDERS)
  set(files "")
  if(folders)
    list(TRANSFORM folders APPEND "/*.json")
    file(GLOB files ${folders})
    get_target_property(definition "${target}" PERISPHERE_HARDWARE_DEFINITION)
    list(APPEND files "${definition}")
    list(REMOVE_DUPLICATES files)
  endif()
  set(${out} "${files}" PARENT_SCOPE)
endfunction()

# Packs a folder that holds the manifest and, at its entry point, a stand-in: what is wrong with the manifest or the
# board's definition ends the configuration, with file, line and column. <package> is the result. Warnings are told
# here alone, since a change of these files is configured anew.
function(_perisphere_check_manifest target manifest package)
  set(folder "${CMAKE_BINARY_DIR}/CMakeFiles/perisphere-check")
  file(REMOVE_RECURSE "${folder}")
  file(MAKE_DIRECTORY "${folder}")
  _perisphere_entry_point("${manifest}" entry_point)
  file(WRITE "${folder}/${entry_point}" "")
  _perisphere_pack_arguments("${target}" "${manifest}" "${folder}" "${package}" arguments)
  execute_process(COMMAND "${AZURE_SPHERE_SDK_PATH}/Tools_v2/azsphere" ${arguments}
    RESULT_VARIABLE failed OUTPUT_VARIABLE output ERROR_VARIABLE output)
  string(STRIP "${output}" output)
  string(REPLACE "\n" "\n  " output "${output}") # CMake leaves the breaks of indented lines alone
  if(failed)
    message(FATAL_ERROR "The app cannot be packaged:\n  ${output}\n")
  elseif(output)
    message(STATUS "${output}")
  endif()
endfunction()

function(_perisphere_entry_point manifest out)
  set(${out} bin/app PARENT_SCOPE)
  file(READ "${manifest}" text)
  if(text MATCHES "\"EntryPoint\"[ \t\r\n]*:[ \t\r\n]*\"/?([^\"]+)\"")
    set(${out} "${CMAKE_MATCH_1}" PARENT_SCOPE)
  endif()
endfunction()

function(_perisphere_pack_arguments target manifest folder package out)
  set(arguments image-package pack-application --application-manifest "${manifest}"
    --package-directory "${folder}" --destination "${package}")
  if(NOT AS_INT_APP_TYPE STREQUAL "RTApp")
    list(APPEND arguments --target-api-set "${AS_INT_RESOLVED_API_SET}")
  endif()
  _perisphere_hardware_arguments("${target}" hardware)
  set(${out} ${arguments} ${hardware} PARENT_SCOPE)
endfunction()

# The executable as bin/app of the application folder; on the device without symbols, which its debugger reads from
# the build folder.
function(_perisphere_stage_executable target approot)
  set(strip "")
  if(NOT PERISPHERE_HOST_MODE)
    set(strip COMMAND "${CMAKE_STRIP}" --strip-unneeded "${approot}/bin/app")
  endif()
  add_custom_command(OUTPUT "${approot}/bin/app"
    COMMAND "${CMAKE_COMMAND}" -E make_directory "${approot}/bin"
    COMMAND "${CMAKE_COMMAND}" -E copy "$<TARGET_FILE:${target}>" "${approot}/bin/app"
    ${strip}
    DEPENDS "${target}" "$<TARGET_FILE:${target}>"
    COMMENT "Copying ${PROJECT_NAME}.out to bin/app" VERBATIM)
endfunction()

function(_perisphere_debug_library name approot out)
  set(${out} "" PARENT_SCOPE)
  if(name STREQUAL "")
    return()
  elseif(NOT name STREQUAL "libmalloc")
    message(FATAL_ERROR "azsphere_target_add_image_package: DEBUG_LIB \"${name}\" is not known; "
      "the only debug library is libmalloc.")
  endif()
  set(library "${AZURE_SPHERE_API_SET_DIR}/usr/lib/libmalloc.so.0")
  if(PERISPHERE_HOST_MODE OR NOT EXISTS "${library}")
    message(WARNING "azsphere_target_add_image_package: the SDK has no debug library libmalloc; "
      "the app is packaged without it and uses the C library's allocator.")
    return()
  endif()
  add_custom_command(OUTPUT "${approot}/libmalloc.so.0"
    COMMAND "${CMAKE_COMMAND}" -E copy "${library}" "${approot}/libmalloc.so.0"
    DEPENDS "${library}" COMMENT "Copying libmalloc.so.0" VERBATIM)
  set(${out} "${approot}/libmalloc.so.0" PARENT_SCOPE)
endfunction()

# The manifest in the application folder: as written, which the packer resolves; in host mode resolved already,
# because there is no packer between it and the app.
function(_perisphere_stage_manifest target manifest approot definitions)
  set(copy "${approot}/app_manifest.json")
  if(NOT PERISPHERE_HOST_MODE)
    add_custom_command(OUTPUT "${copy}"
      COMMAND "${CMAKE_COMMAND}" -E copy "${manifest}" "${copy}"
      DEPENDS "${manifest}" COMMENT "Copying the manifest" VERBATIM)
    return()
  endif()
  set(folder "${CMAKE_BINARY_DIR}/CMakeFiles/perisphere-resolve")
  set(package "${folder}.imagepackage")
  _perisphere_entry_point("${manifest}" entry_point)
  get_filename_component(parent "${folder}/${entry_point}" DIRECTORY)
  _perisphere_pack_arguments("${target}" "${manifest}" "${folder}" "${package}" arguments)
  add_custom_command(OUTPUT "${copy}"
    COMMAND "${CMAKE_COMMAND}" -E rm -rf "${folder}" "${folder}-out"
    COMMAND "${CMAKE_COMMAND}" -E make_directory "${parent}"
    COMMAND "${CMAKE_COMMAND}" -E touch "${folder}/${entry_point}"
    COMMAND "${AZURE_SPHERE_SDK_PATH}/Tools_v2/azsphere" ${arguments} --only-show-errors
    COMMAND "${AZURE_SPHERE_SDK_PATH}/Links/perisphere" image extract "${package}" "${folder}-out"
    COMMAND "${CMAKE_COMMAND}" -E copy "${folder}-out/app_manifest.json" "${copy}"
    DEPENDS "${manifest}" ${definitions} COMMENT "Resolving the manifest" VERBATIM)
endfunction()

function(_perisphere_add_image_package target manifest debug_library resources)
  if(TARGET MakeImage)
    message(FATAL_ERROR "azsphere_target_add_image_package: a project makes one package, and there is one already. "
      "Make a CMake project of its own for \"${target}\".")
  endif()
  get_filename_component(manifest "${manifest}" ABSOLUTE BASE_DIR "${CMAKE_SOURCE_DIR}")
  if(NOT EXISTS "${manifest}")
    message(FATAL_ERROR "azsphere_target_add_image_package: there is no manifest \"${manifest}\". "
      "Every app has an app_manifest.json beside its top CMakeLists.txt; another place is given with APP_MANIFEST.")
  endif()
  # Debuggers look for the executable and the package under the project's name, not the target's.
  set_target_properties("${target}" PROPERTIES OUTPUT_NAME "${PROJECT_NAME}.out" SUFFIX "")
  set(approot "${CMAKE_BINARY_DIR}/approot${PROJECT_NAME}")
  set(AZURE_SPHERE_APPROOT_DIR "${approot}" CACHE INTERNAL "The application folder, as it is packaged")
  file(REMOVE_RECURSE "${approot}")
  file(MAKE_DIRECTORY "${approot}")

  _perisphere_give_component_id("${manifest}")
  _perisphere_check_manifest("${target}" "${manifest}" "${CMAKE_BINARY_DIR}/CMakeFiles/perisphere-check.imagepackage")
  _perisphere_definition_files("${target}" definitions)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${manifest}" ${definitions})

  _perisphere_stage_manifest("${target}" "${manifest}" "${approot}" "${definitions}")
  _perisphere_stage_executable("${target}" "${approot}")
  _perisphere_stage_resources("${resources}" "${approot}" copies)
  _perisphere_debug_library("${debug_library}" "${approot}" library)
  set(files "${approot}/app_manifest.json" "${approot}/bin/app" ${copies} ${library})
  _perisphere_list_libraries("${target}")
  if(PERISPHERE_HOST_MODE)
    add_custom_target(MakeImage ALL DEPENDS ${files})
    return()
  endif()
  set(package "${CMAKE_BINARY_DIR}/${PROJECT_NAME}.imagepackage")
  _perisphere_pack_arguments("${target}" "${manifest}" "${approot}" "${package}" arguments)
  add_custom_command(OUTPUT "${package}"
    COMMAND "${AZURE_SPHERE_SDK_PATH}/Tools_v2/azsphere" ${arguments} --only-show-errors
    DEPENDS ${files} ${definitions} "${AZURE_SPHERE_SDK_PATH}/Tools_v2/azsphere"
    COMMENT "Packaging ${PROJECT_NAME}.imagepackage" VERBATIM)
  add_custom_target(MakeImage ALL DEPENDS "${package}")
endfunction()
