# What a device has of the SDK: the libraries of its system root, which apps load. Apps of other architectures have no
# C library of their own there, and load the machine's.
add_custom_target(perisphere_runtime DEPENDS perisphere_applibs perisphere_host perisphere_tlsutils)
if(NOT PERISPHERE_DEBIAN_ARCHITECTURE STREQUAL "armhf")
  return()
endif()
add_custom_target(perisphere_sdk)
file(GLOB_RECURSE applibs_headers CONFIGURE_DEPENDS "${applibs}/include/*")
include(sysroot.cmake)
if(NOT TARGET perisphere_sdk_sysroot)
  return()
endif()
add_dependencies(perisphere_runtime perisphere_sdk_sysroot)
install(DIRECTORY "${sysroot}/lib" DESTINATION lib/perisphere/device COMPONENT runtime OPTIONAL USE_SOURCE_PERMISSIONS
  FILES_MATCHING PATTERN "*.so.*")
install(DIRECTORY "${sysroot}/usr/lib" DESTINATION lib/perisphere/device/usr COMPONENT runtime OPTIONAL USE_SOURCE_PERMISSIONS
  FILES_MATCHING PATTERN "*.so.*")
