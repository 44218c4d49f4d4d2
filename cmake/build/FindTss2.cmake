# Debian's libtss2-dev has no CMake package; pkg-config would find the host's libraries in a cross build.
find_path(Tss2_INCLUDE_DIR tss2/tss2_esys.h)
find_library(Tss2_ESYS_LIBRARY tss2-esys)
find_library(Tss2_MU_LIBRARY tss2-mu)
find_library(Tss2_RC_LIBRARY tss2-rc)
find_library(Tss2_TCTILDR_LIBRARY tss2-tctildr)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Tss2 REQUIRED_VARS Tss2_ESYS_LIBRARY Tss2_MU_LIBRARY Tss2_RC_LIBRARY
  Tss2_TCTILDR_LIBRARY Tss2_INCLUDE_DIR)
mark_as_advanced(Tss2_INCLUDE_DIR Tss2_ESYS_LIBRARY Tss2_MU_LIBRARY Tss2_RC_LIBRARY Tss2_TCTILDR_LIBRARY)

if(Tss2_FOUND AND NOT TARGET Tss2::esys)
  add_library(Tss2::esys UNKNOWN IMPORTED)
  set_target_properties(Tss2::esys PROPERTIES IMPORTED_LOCATION "${Tss2_ESYS_LIBRARY}")
  target_include_directories(Tss2::esys INTERFACE "${Tss2_INCLUDE_DIR}")
  target_link_libraries(Tss2::esys INTERFACE "${Tss2_MU_LIBRARY}" "${Tss2_RC_LIBRARY}" "${Tss2_TCTILDR_LIBRARY}")
endif()
