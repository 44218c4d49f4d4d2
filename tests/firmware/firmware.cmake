# Firmware for tests: programs for the simulated real-time cores, built by the compiler that apps are built with, into
# <build>/firmware/<name>.elf. Nothing of the SDK's CMake is used: these are objects of this project's own build.

set(PERISPHERE_FIRMWARE_FOLDER "${PROJECT_BINARY_DIR}/firmware" CACHE INTERNAL "for the tests that run it")
set(perisphere_realtime "${PROJECT_SOURCE_DIR}/sdk-headers/realtime")
set(perisphere_firmware_hard_float -mfloat-abi=hard -mfpu=fpv4-sp-d16)
set(perisphere_firmware_soft_float -mfloat-abi=soft)

# _perisphere_firmware_elf(<name> FOLDER <folder> FLAGS <flag>... LINK <flag>... SCRIPTS <file>... SOURCES <file>...)
#
# Adds the rules for <folder>/<name>.elf.
function(_perisphere_firmware_elf name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "FOLDER" "FLAGS;LINK;SCRIPTS;SOURCES")
  set(flags -std=c11 -O2 -g1 -mcpu=cortex-m4 -mthumb -ffp-contract=off -fno-common -Wall -Wextra -Wconversion
    -Wsign-conversion -Wshadow -Wcast-qual -Werror "-ffile-prefix-map=${PROJECT_SOURCE_DIR}/=" ${arg_FLAGS})
  set(objects "")
  foreach(source IN LISTS arg_SOURCES)
    get_filename_component(source "${source}" ABSOLUTE)
    get_filename_component(base "${source}" NAME)
    set(object "${arg_FOLDER}/${name}.dir/${base}.o")
    add_custom_command(OUTPUT "${object}"
      COMMAND "${CMAKE_COMMAND}" -E make_directory "${arg_FOLDER}/${name}.dir"
      COMMAND "${PERISPHERE_FIRMWARE_COMPILER}" ${flags} -MD -MF "${object}.d" -c "${source}" -o "${object}"
      DEPENDS "${source}" DEPFILE "${object}.d" COMMENT "Compiling ${base} for ${name}.elf" VERBATIM)
    list(APPEND objects "${object}")
  endforeach()
  add_custom_command(OUTPUT "${arg_FOLDER}/${name}.elf"
    COMMAND "${PERISPHERE_FIRMWARE_COMPILER}" ${flags} -nostartfiles -Wl,--no-undefined -Wl,-n -Wl,--gc-sections
      -Wl,--fatal-warnings ${arg_LINK} ${objects} -o "${arg_FOLDER}/${name}.elf"
    DEPENDS ${objects} ${arg_SCRIPTS} COMMENT "Linking ${name}.elf" VERBATIM)
  set_property(DIRECTORY APPEND PROPERTY PERISPHERE_FIRMWARE "${arg_FOLDER}/${name}.elf")
endfunction()

# perisphere_test_firmware(<name> SOURCES <file>... [LINKER tcm|sysram|flash] [SOFT_FLOAT] [FLAGS <flag>...])
#
# Adds <name>.elf, linked by mt3620_<linker>.ld (tcm unless told otherwise), and the test that it is laid out as the
# loader wants it.
function(perisphere_test_firmware name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "SOFT_FLOAT" "LINKER" "SOURCES;FLAGS")
  if(NOT arg_LINKER)
    set(arg_LINKER tcm)
  endif()
  set(float hard)
  if(arg_SOFT_FLOAT)
    set(float soft)
  endif()
  file(GLOB scripts "${perisphere_realtime}/linker/*.ld")
  _perisphere_firmware_elf(${name} FOLDER "${PERISPHERE_FIRMWARE_FOLDER}" SOURCES ${arg_SOURCES}
    FLAGS ${perisphere_firmware_${float}_float} "-I${perisphere_realtime}" "-I${PROJECT_SOURCE_DIR}/tests/firmware/support"
      ${arg_FLAGS}
    LINK "-L${perisphere_realtime}/linker" -T "mt3620_${arg_LINKER}.ld" SCRIPTS ${scripts})
  add_test(NAME "firmware: layout of ${name}"
    COMMAND python3 "${PROJECT_SOURCE_DIR}/tests/firmware/check_layout.py" ${arg_LINKER} ${float}
      "${PERISPHERE_FIRMWARE_FOLDER}/${name}.elf")
endfunction()
