# NativeLibs/: headers and libraries of the device for host mode, where Debian has none of its own.
set(native "${sdk}/NativeLibs")
add_custom_command(OUTPUT "${stamps}/native"
  COMMAND "${CMAKE_COMMAND}" -E rm -rf "${native}/usr/include"
  COMMAND "${CMAKE_COMMAND}" -E make_directory "${native}/usr/lib"
  COMMAND "${CMAKE_COMMAND}" -E copy_directory "${applibs}/include" "${native}/usr/include"
  COMMAND "${CMAKE_COMMAND}" -E touch "${stamps}/native"
  DEPENDS ${applibs_headers} COMMENT "Staging host mode" VERBATIM)
set(native_stamps "${stamps}/native")

# The libraries are this build's; each is at hand under its SONAME and to be linked.
foreach(target perisphere_applibs perisphere_tlsutils perisphere_host)
  if(TARGET ${target})
    get_target_property(library ${target} OUTPUT_NAME)
    set(link "${native}/usr/lib/lib${library}.so")
    add_custom_command(OUTPUT "${stamps}/native-${library}"
      COMMAND "${CMAKE_COMMAND}" -E make_directory "${native}/usr/lib"
      COMMAND "${CMAKE_COMMAND}" -E copy "$<TARGET_FILE:${target}>" "${link}.0"
      COMMAND "${CMAKE_COMMAND}" -E create_symlink "lib${library}.so.0" "${link}"
      COMMAND "${CMAKE_COMMAND}" -E touch "${stamps}/native-${library}"
      DEPENDS ${target} COMMENT "Staging lib${library} for host mode" VERBATIM)
    list(APPEND native_stamps "${stamps}/native-${library}")
  endif()
endforeach()

add_custom_target(perisphere_sdk_native DEPENDS ${native_stamps})
add_dependencies(perisphere_sdk perisphere_sdk_native)
