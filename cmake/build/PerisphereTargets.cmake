# One folder is one target with one public include folder and one namespace.

# perisphere_precompile(<name>)
#
# Adds the object library <name>, whose precompiled header all perisphere_library()s that follow in this directory and
# below use (through PERISPHERE_PRECOMPILED): most sources need these headers, and they take longer to read than our own
# lines. A precompiled header serves only what is compiled with the same flags; a folder with flags of its own calls
# this again. What a public header needs it still includes: the header sets are compiled without.
function(perisphere_precompile name)
  file(CONFIGURE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp" CONTENT "// Only its precompiled header is of use.\n")
  add_library(${name} OBJECT "${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp")
  target_link_libraries(${name} PRIVATE fmt::fmt nlohmann_json::nlohmann_json)
  set_target_properties(${name} PROPERTIES CXX_CLANG_TIDY "")
  target_precompile_headers(${name} PRIVATE
    <algorithm> <array> <chrono> <filesystem> <fmt/format.h> <functional> <map> <memory> <mutex> <optional>
    <span> <string> <string_view> <variant> <vector> "${PROJECT_SOURCE_DIR}/cmake/build/precompiled_json.hpp")
  set(PERISPHERE_PRECOMPILED ${name} PARENT_SCOPE)
endfunction()

# perisphere_library(<name> SOURCES <file>... [DEPENDS <target>...] [PRIVATE_DEPENDS <target>...])
#
# Adds the library perisphere_<name> (alias Perisphere::<name>) from the calling folder: its public headers are
# all of include/, each of which has to compile alone (target all_verify_interface_header_sets).
function(perisphere_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPENDS;PRIVATE_DEPENDS")
  set(target perisphere_${name})
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS "include/*.hpp" "include/*.h")
  add_library(${target} STATIC ${arg_SOURCES})
  add_library(Perisphere::${name} ALIAS ${target})
  target_sources(${target} PUBLIC FILE_SET HEADERS BASE_DIRS include FILES ${headers})
  set_target_properties(${target} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
  target_precompile_headers(${target} REUSE_FROM ${PERISPHERE_PRECOMPILED})
  target_link_libraries(${target} PUBLIC ${arg_DEPENDS} PRIVATE ${arg_PRIVATE_DEPENDS})
endfunction()

# perisphere_test(<name> [PLAIN] SOURCES <file>... DEPENDS <target>... [LABELS <label>...])
#
# Adds the Catch2 program test_<name>; every test case in it is one ctest test, named "<name>: <case>". The label
# "slow" keeps them out of ./test --quick. PLAIN tests are of builds without sanitizers only.
#
# With sanitizers the program as a whole is one test: a thousand starts of their run time would take minutes.
function(perisphere_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "PLAIN" "" "SOURCES;DEPENDS;LABELS")
  set(target test_${name})
  add_executable(${target} ${arg_SOURCES})
  target_link_libraries(${target} PRIVATE ${arg_DEPENDS} perisphere_test_main)
  target_precompile_headers(${target} REUSE_FROM perisphere_test_main)
  if(PERISPHERE_SANITIZE) # the others show that each file compiles alone, and are built anew after each edit
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
  endif()
  if(PERISPHERE_SANITIZE AND arg_PLAIN OR NOT PERISPHERE_UNIT_TESTS AND NOT arg_PLAIN)
    set_target_properties(${target} PROPERTIES EXCLUDE_FROM_ALL ON)
  elseif(PERISPHERE_SANITIZE)
    add_test(NAME "${name}" COMMAND ${target})
    set_tests_properties("${name}" PROPERTIES TIMEOUT 1500 LABELS "${arg_LABELS}")
  else()
    # Tests are found when ctest starts, not after each link: a cross-built test cannot run during the build.
    catch_discover_tests(${target} TEST_PREFIX "${name}: " DISCOVERY_MODE PRE_TEST
      PROPERTIES TIMEOUT 900 LABELS "${arg_LABELS}")
  endif()
endfunction()

# perisphere_embed_text(<target> <file> <symbol> <header>)
#
# Compiles the text file into <target> as `const std::string_view <symbol>` in namespace perisphere::embedded,
# declared in the generated private header <header>.
function(perisphere_embed_text target file symbol header)
  set(input "${CMAKE_CURRENT_SOURCE_DIR}/${file}")
  set(folder "${CMAKE_CURRENT_BINARY_DIR}/embedded")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${input}")
  file(READ "${input}" text)
  # A text is split into adjacent literals, since some compilers bound each. Together they may have more than the 64 KiB
  # that the standard asks every compiler for; ours take that.
  string(LENGTH "${text}" length)
  set(literals "")
  set(at 0)
  while(at LESS length)
    string(SUBSTRING "${text}" ${at} 8000 piece)
    string(APPEND literals "    R\"~~~(${piece})~~~\"\n")
    math(EXPR at "${at} + 8000")
  endwhile()
  file(CONFIGURE OUTPUT "${folder}/${header}" CONTENT
"#pragma once

#include <string_view>

namespace perisphere::embedded
{
extern const std::string_view ${symbol};
} // namespace perisphere::embedded
" @ONLY)
  string(REPLACE ".hpp" ".cpp" source "${header}")
  file(WRITE "${folder}/${source}.new" "#include \"${header}\"\n
#pragma GCC diagnostic ignored \"-Woverlength-strings\"

namespace perisphere::embedded
{
using namespace std::string_view_literals;
constinit const std::string_view ${symbol} =
${literals}    \"\"sv;
} // namespace perisphere::embedded
")
  file(COPY_FILE "${folder}/${source}.new" "${folder}/${source}" ONLY_IF_DIFFERENT)
  target_sources(${target} PRIVATE "${folder}/${source}")
  target_include_directories(${target} PRIVATE "${folder}")
endfunction()
