# Debian's libseccomp-dev has no CMake package; pkg-config would find the host's library in a cross build.
find_path(LibSeccomp_INCLUDE_DIR seccomp.h)
find_library(LibSeccomp_LIBRARY seccomp)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(LibSeccomp REQUIRED_VARS LibSeccomp_LIBRARY LibSeccomp_INCLUDE_DIR)
mark_as_advanced(LibSeccomp_INCLUDE_DIR LibSeccomp_LIBRARY)

if(LibSeccomp_FOUND AND NOT TARGET LibSeccomp::seccomp)
  add_library(LibSeccomp::seccomp UNKNOWN IMPORTED)
  set_target_properties(LibSeccomp::seccomp PROPERTIES IMPORTED_LOCATION "${LibSeccomp_LIBRARY}")
  target_include_directories(LibSeccomp::seccomp INTERFACE "${LibSeccomp_INCLUDE_DIR}")
endif()
