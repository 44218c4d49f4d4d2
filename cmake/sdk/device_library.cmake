# Shared libraries of ours for the device.

# perisphere_device_library(<soname> FOLDER <folder> COMPILER <command>... SYMBOLS <list> SOURCES <file>...
#   [INCLUDES <folder>...] [DEFINITIONS <name>...])
#
# Adds the rule for <folder>/<soname> in the system root, which exports the listed symbols and needs the C library
# alone: what is used of libstdc++ and libgcc is linked in, exceptions and run-time type information are off.
function(perisphere_device_library soname)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "FOLDER;SYMBOLS" "COMPILER;SOURCES;INCLUDES;DEFINITIONS")
  set(folder "${CMAKE_CURRENT_BINARY_DIR}/${arg_FOLDER}/${soname}.dir")
  file(MAKE_DIRECTORY "${folder}")
  list(TRANSFORM arg_INCLUDES PREPEND -I)
  list(TRANSFORM arg_DEFINITIONS PREPEND -D)
  set(objects "")
  foreach(source IN LISTS arg_SOURCES)
    get_filename_component(name "${source}" NAME)
    set(object "${folder}/${name}.o")
    add_custom_command(OUTPUT "${object}"
      COMMAND ${arg_COMPILER} -std=c++20 -Os -g1 -fPIC -fvisibility=hidden -fno-exceptions -fno-rtti
        -fstack-protector-strong -ffunction-sections -fdata-sections "-ffile-prefix-map=${PROJECT_SOURCE_DIR}/="
        ${arg_INCLUDES} ${arg_DEFINITIONS} -MD -MF "${object}.d" -c "${source}" -o "${object}"
      DEPENDS "${source}" "${stamps}/sysroot" DEPFILE "${object}.d"
      COMMENT "Compiling ${name} for the device (${arg_FOLDER})" VERBATIM)
    list(APPEND objects "${object}")
  endforeach()

  file(STRINGS "${arg_SYMBOLS}" symbols REGEX "^[A-Za-z_]")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${arg_SYMBOLS}")
  list(JOIN symbols "; " exported)
  file(CONFIGURE OUTPUT "${folder}/exports" CONTENT "{ global: @exported@; local: *; };\n" @ONLY)
  set(library "${sysroot}/${arg_FOLDER}/${soname}")
  add_custom_command(OUTPUT "${library}"
    COMMAND ${arg_COMPILER} -shared "-Wl,-soname,${soname}" "-Wl,--version-script=${folder}/exports"
      -Wl,--no-undefined -Wl,--gc-sections -o "${library}" ${objects} -nodefaultlibs -lstdc++ -lgcc -lgcc_eh -lc
    DEPENDS ${objects} "${folder}/exports" COMMENT "Linking ${soname} for the device (${arg_FOLDER})" VERBATIM)
endfunction()
