# Boards: where their definitions are, and what a target gets of one.

# Sets <out> to the folders as absolute paths. Each has to be one with headers in it.
function(_perisphere_hardware_folders folders out)
  set(found "")
  foreach(folder IN LISTS folders)
    get_filename_component(path "${folder}" ABSOLUTE BASE_DIR "${CMAKE_SOURCE_DIR}")
    foreach(part "" /inc /inc/hw)
      if(NOT IS_DIRECTORY "${path}${part}")
        message(FATAL_ERROR "azsphere_target_hardware_definition: TARGET_DIRECTORY \"${folder}\": "
          "there is no folder \"${path}${part}\". Give the folder that holds the definition; its headers are in "
          "inc/hw (perisphere hardware generate-header makes them).")
      endif()
    endforeach()
    list(APPEND found "${path}")
  endforeach()
  set(${out} "${found}" PARENT_SCOPE)
endfunction()

# Sets <out> to the definition's file: the first of that name in the folders, then in the SDK.
function(_perisphere_find_definition name folders out)
  if(NOT name MATCHES "\\.[Jj][Ss][Oo][Nn]$")
    message(FATAL_ERROR "azsphere_target_hardware_definition: TARGET_DEFINITION \"${name}\" has to be a file "
      "ending in .json, for example mt3620_rdb.json.")
  endif()
  foreach(folder IN LISTS folders)
    get_filename_component(path "${name}" ABSOLUTE BASE_DIR "${folder}")
    if(EXISTS "${path}" AND NOT IS_DIRECTORY "${path}")
      set(${out} "${path}" PARENT_SCOPE)
      return()
    endif()
  endforeach()
  list(JOIN folders "\", \"" places)
  message(FATAL_ERROR "azsphere_target_hardware_definition: there is no \"${name}\" in \"${places}\".")
endfunction()

function(_perisphere_use_hardware_definition target definition folders)
  _perisphere_hardware_folders("${folders}" folders)
  set(sdk "${AZURE_SPHERE_SDK_PATH}/HardwareDefinitions")
  set(all "${folders};${sdk}")
  list(REMOVE_ITEM all "")
  list(REMOVE_DUPLICATES all)
  _perisphere_find_definition("${definition}" "${all}" file)

  set(includes "")
  foreach(folder IN LISTS folders)
    list(APPEND includes "${folder}/inc")
  endforeach()
  # Headers of definitions include each other as <hw/x.h> or as "x.h".
  target_include_directories("${target}" SYSTEM PUBLIC ${includes} "${sdk}/inc" "${sdk}/inc/hw")

  list(JOIN all "," joined)
  set_target_properties("${target}" PROPERTIES
    AS_PKG_HWD_ARGS "--hardware-definitions;${joined};--target-definition-filename;${definition}"
    PERISPHERE_HARDWARE_DEFINITION "${file}"
    PERISPHERE_HARDWARE_FOLDERS "${all}")
endfunction()

# SDKs of 2019 took the board from two variables of the preset, for the whole project.
macro(_perisphere_select_old_hardware_definition)
  if(AZURE_SPHERE_TARGET_HARDWARE_DEFINITION_DIRECTORY)
    get_filename_component(AZURE_SPHERE_HW_DIRECTORY "${AZURE_SPHERE_TARGET_HARDWARE_DEFINITION_DIRECTORY}"
      ABSOLUTE BASE_DIR "${CMAKE_SOURCE_DIR}")
    include_directories(SYSTEM "${AZURE_SPHERE_HW_DIRECTORY}/inc")
  endif()
  if(AZURE_SPHERE_TARGET_HARDWARE_DEFINITION)
    set(AZURE_SPHERE_HW_DEFINITION "${AZURE_SPHERE_TARGET_HARDWARE_DEFINITION}")
    include_directories(SYSTEM "${AZURE_SPHERE_SDK_PATH}/HardwareDefinitions/inc"
      "${AZURE_SPHERE_SDK_PATH}/HardwareDefinitions/inc/hw")
  endif()
endmacro()
