# How this project itself is compiled. What app projects include is in cmake/sdk.

option(PERISPHERE_TESTS "Build the tests" ON)
option(PERISPHERE_UNIT_TESTS "Build the unit tests; OFF leaves those out that sanitized builds run too" ON)
option(PERISPHERE_BENCHMARKS "Build the benchmark programs" ON)
option(PERISPHERE_FUZZ "Build the libFuzzer targets (needs clang)" OFF)
option(PERISPHERE_WERROR "Treat warnings as errors" OFF)
set(PERISPHERE_SANITIZE "" CACHE STRING "Sanitizers, as after -fsanitize=")

include(GNUInstallDirs)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")

add_compile_options(
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wcast-qual
  -Wformat=2 -Wundef -Wno-missing-field-initializers "$<$<COMPILE_LANGUAGE:C>:-Wstrict-prototypes>" "$<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor>" -fno-omit-frame-pointer)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # -Wrestrict of GCC 12 warns of std::string's own operator+ (GCC bug 105329), and -Warray-bounds and
  # -Wstringop-overread of its copies once they come out of a precompiled header. The sanitizers look for the same.
  add_compile_options(-Wduplicated-cond -Wlogical-op -Wno-restrict -Wno-array-bounds -Wno-stringop-overread)
  if(CMAKE_UNITY_BUILD) # takes the sources for headers, whose unnamed namespaces are suspect
    add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:-Wno-subobject-linkage>")
  endif()
endif()
if(PERISPHERE_WERROR)
  add_compile_options(-Werror)
endif()
if(PERISPHERE_SANITIZE)
  add_compile_options(-fsanitize=${PERISPHERE_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${PERISPHERE_SANITIZE})
endif()

# A fifth of a sanitized build's time is binutils' linker's. Not with link-time optimisation, which is GCC's own.
find_program(PERISPHERE_LLD ld.lld)
mark_as_advanced(PERISPHERE_LLD)
if(PERISPHERE_LLD AND CMAKE_BUILD_TYPE STREQUAL "Debug" AND NOT CMAKE_CROSSCOMPILING)
  add_link_options(-fuse-ld=lld)
endif()

# Object files do not depend on where the tree lies, nor do messages show a path of the build machine.
add_compile_options("-ffile-prefix-map=${PROJECT_SOURCE_DIR}/=")
