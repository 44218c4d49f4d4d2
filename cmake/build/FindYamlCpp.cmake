# As FindLibUv: pkg-config would find the host's library in a cross build.
find_path(YamlCpp_INCLUDE_DIR yaml-cpp/yaml.h)
find_library(YamlCpp_LIBRARY yaml-cpp)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(YamlCpp REQUIRED_VARS YamlCpp_LIBRARY YamlCpp_INCLUDE_DIR)
mark_as_advanced(YamlCpp_INCLUDE_DIR YamlCpp_LIBRARY)

if(YamlCpp_FOUND AND NOT TARGET YamlCpp::yaml-cpp)
  add_library(YamlCpp::yaml-cpp UNKNOWN IMPORTED)
  set_target_properties(YamlCpp::yaml-cpp PROPERTIES IMPORTED_LOCATION "${YamlCpp_LIBRARY}")
  target_include_directories(YamlCpp::yaml-cpp INTERFACE "${YamlCpp_INCLUDE_DIR}")
endif()
