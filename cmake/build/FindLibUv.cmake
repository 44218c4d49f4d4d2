# Debian's libuv1-dev has no CMake package; pkg-config would find the host's library in a cross build.
find_path(LibUv_INCLUDE_DIR uv.h)
find_library(LibUv_LIBRARY uv)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(LibUv REQUIRED_VARS LibUv_LIBRARY LibUv_INCLUDE_DIR)
mark_as_advanced(LibUv_INCLUDE_DIR LibUv_LIBRARY)

if(LibUv_FOUND AND NOT TARGET LibUv::uv)
  add_library(LibUv::uv UNKNOWN IMPORTED)
  set_target_properties(LibUv::uv PROPERTIES IMPORTED_LOCATION "${LibUv_LIBRARY}")
  target_include_directories(LibUv::uv INTERFACE "${LibUv_INCLUDE_DIR}")
endif()
