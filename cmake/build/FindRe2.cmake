# Debian's libre2-dev has no CMake package; pkg-config would find the host's library in a cross build.
find_path(Re2_INCLUDE_DIR re2/re2.h)
find_library(Re2_LIBRARY re2)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Re2 REQUIRED_VARS Re2_LIBRARY Re2_INCLUDE_DIR)
mark_as_advanced(Re2_INCLUDE_DIR Re2_LIBRARY)

if(Re2_FOUND AND NOT TARGET Re2::re2)
  add_library(Re2::re2 UNKNOWN IMPORTED)
  set_target_properties(Re2::re2 PROPERTIES IMPORTED_LOCATION "${Re2_LIBRARY}")
  target_include_directories(Re2::re2 INTERFACE "${Re2_INCLUDE_DIR}")
endif()
