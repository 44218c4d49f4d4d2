# Debian's libcapstone-dev has no CMake package.
find_path(Capstone_INCLUDE_DIR capstone/capstone.h)
find_library(Capstone_LIBRARY capstone)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Capstone REQUIRED_VARS Capstone_LIBRARY Capstone_INCLUDE_DIR)
mark_as_advanced(Capstone_INCLUDE_DIR Capstone_LIBRARY)

if(Capstone_FOUND AND NOT TARGET Capstone::capstone)
  add_library(Capstone::capstone UNKNOWN IMPORTED)
  set_target_properties(Capstone::capstone PROPERTIES IMPORTED_LOCATION "${Capstone_LIBRARY}")
  target_include_directories(Capstone::capstone INTERFACE "${Capstone_INCLUDE_DIR}")
endif()
