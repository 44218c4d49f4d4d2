# Sysroots/: what high-level apps for the device are compiled and linked with. One tree under the name of the newest
# API set; all others are links to it, since each set contains those before.
set(newest_api_set 18)
set(older_api_sets 2+Beta1905 3+Beta1909 4+Beta2001 5+Beta2004 7+Beta2010)
foreach(api_set RANGE 1 17)
  list(APPEND older_api_sets ${api_set})
endforeach()

set(sysroot "${sdk}/Sysroots/${newest_api_set}")
file(MAKE_DIRECTORY "${sysroot}") # host mode needs no more than its name
foreach(api_set IN LISTS older_api_sets)
  file(CREATE_LINK ${newest_api_set} "${sdk}/Sysroots/${api_set}" SYMBOLIC)
endforeach()

set(fetched "${PROJECT_SOURCE_DIR}/build/sdk-sysroot")
file(GLOB fetched_stamp CONFIGURE_DEPENDS "${fetched}/.complete")
find_program(PERISPHERE_DEVICE_COMPILER arm-linux-gnueabihf-g++)
mark_as_advanced(PERISPHERE_DEVICE_COMPILER)
if(NOT fetched_stamp OR NOT PERISPHERE_DEVICE_COMPILER)
  message(STATUS "The SDK gets no system root for high-level apps: "
    "that takes scripts/sdk-sysroot and the package of scripts/packages/device.txt")
  return()
endif()

# Not in what was fetched by an older version of the script.
set(libcs musl glibc)
set(stage_glibc COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/sysroot/stage-glibc" "${fetched}" "${sysroot}")
file(GLOB fetched_curl CONFIGURE_DEPENDS "${fetched}/usr/lib/arm-linux-gnueabihf/libcurl.so.4")
if(NOT fetched_curl)
  message(STATUS "The SDK's system root gets no glibc, curl and wolfSSL: run scripts/sdk-sysroot again")
  set(libcs musl)
  set(stage_glibc "")
endif()

file(GLOB_RECURSE sysroot_files CONFIGURE_DEPENDS "sysroot/*")
add_custom_command(OUTPUT "${stamps}/sysroot"
  COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/sysroot/stage-sysroot" "${fetched}" "${sysroot}"
  ${stage_glibc}
  COMMAND "${CMAKE_COMMAND}" -E touch "${stamps}/sysroot"
  DEPENDS ${sysroot_files} ${fetched_stamp} COMMENT "Staging the system root" VERBATIM)

# applibs: the headers, and for musl libraries to link that name all that the device's have.
set(make_link_library "${CMAKE_CURRENT_SOURCE_DIR}/sysroot/make-link-library" arm-linux-gnueabihf-gcc)
add_custom_command(OUTPUT "${stamps}/sysroot-applibs"
  COMMAND "${CMAKE_COMMAND}" -E copy_directory "${applibs}/include" "${sysroot}/usr/include"
  COMMAND "${CMAKE_COMMAND}" -E copy_directory "${applibs}/include" "${sysroot}/glibc/usr/include" # made, if need be
  COMMAND ${make_link_library} libapplibs.so.0 "${sysroot}/usr/lib/libapplibs.so" "${applibs}/symbols.txt"
  COMMAND ${make_link_library} libtlsutils.so.0 "${sysroot}/usr/lib/libtlsutils.so" "${applibs}/symbols-tlsutils.txt"
  COMMAND "${CMAKE_COMMAND}" -E touch "${stamps}/sysroot-applibs"
  DEPENDS "${stamps}/sysroot" ${applibs_headers} "${applibs}/symbols.txt" "${applibs}/symbols-tlsutils.txt"
  COMMENT "Staging applibs in the system root" VERBATIM)
set(sysroot_stamps "${stamps}/sysroot-applibs")

set(device_compiler "${sysroot}/tools/sysroots/x86_64-pokysdk-linux/usr/bin/arm-poky-linux-musleabi")

# The libraries themselves, for each of the C libraries.
file(GLOB client_sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/applibs/client/src/*.cpp")
if(client_sources)
  include(device_library.cmake)
  set(musl_build FOLDER usr/lib COMPILER "${device_compiler}/arm-poky-linux-musleabi-g++")
  set(glibc_build FOLDER usr/lib/arm-linux-gnueabihf COMPILER "${PERISPHERE_DEVICE_COMPILER}" "--sysroot=${sysroot}/glibc"
    -mcpu=cortex-a7 -mfpu=neon-vfpv4 -mfloat-abi=hard -mthumb)
  set(client "${PROJECT_SOURCE_DIR}/applibs/client/src")
  set(tlsutils "${PROJECT_SOURCE_DIR}/applibs/tlsutils/src")
  set(includes "${applibs}/include" "${PROJECT_SOURCE_DIR}/applibs/protocol/include")
  # The TLS library that apps load: the device's is wolfSSL; curl on glibc has OpenSSL.
  set(musl_tls PERISPHERE_WITH_WOLFSSL)
  set(glibc_tls PERISPHERE_WITH_WOLFSSL PERISPHERE_WITH_OPENSSL EXTERNAL_OPTS_OPENVPN)
  foreach(libc IN LISTS libcs)
    perisphere_device_library(libapplibs.so.0 ${${libc}_build} SYMBOLS "${applibs}/symbols.txt" SOURCES ${client_sources}
      INCLUDES ${includes})
    perisphere_device_library(libtlsutils.so.0 ${${libc}_build} SYMBOLS "${applibs}/symbols-tlsutils.txt"
      SOURCES "${tlsutils}/device_auth.cpp" "${tlsutils}/device_link.cpp" "${tlsutils}/openssl_context.cpp"
        "${tlsutils}/wolfssl_context.cpp" "${client}/packet.cpp" "${client}/request.cpp"
      INCLUDES ${includes} "${client}" DEFINITIONS ${${libc}_tls})
  endforeach()
  list(APPEND sysroot_stamps "${sysroot}/usr/lib/libapplibs.so.0" "${sysroot}/usr/lib/libtlsutils.so.0")

  # What the emulated core runs before it runs an app.
  set(warm_up "${PROJECT_SOURCE_DIR}/simulator/cores/a7/warm_up/warm_up.c")
  set(warm_up_program "${sysroot}/usr/libexec/perisphere/warm-up")
  add_custom_command(OUTPUT "${warm_up_program}"
    COMMAND "${CMAKE_COMMAND}" -E make_directory "${sysroot}/usr/libexec/perisphere"
    COMMAND "${device_compiler}/arm-poky-linux-musleabi-gcc" -Os "${warm_up}" -o "${warm_up_program}" -lapplibs
    DEPENDS "${warm_up}" ${sysroot_stamps} COMMENT "Building what warms the emulated core up" VERBATIM)
  list(APPEND sysroot_stamps "${warm_up_program}")
endif()
if(client_sources AND "glibc" IN_LIST libcs)
  set(library "${sysroot}/usr/lib/arm-linux-gnueabihf")
  foreach(name applibs tlsutils)
    add_custom_command(OUTPUT "${stamps}/glibc-${name}"
      COMMAND "${CMAKE_COMMAND}" -E create_symlink "lib${name}.so.0" "${library}/lib${name}.so"
      COMMAND "${CMAKE_COMMAND}" -E touch "${stamps}/glibc-${name}"
      DEPENDS "${library}/lib${name}.so.0" VERBATIM)
    list(APPEND sysroot_stamps "${stamps}/glibc-${name}")
  endforeach()
endif()

add_custom_target(perisphere_sdk_sysroot DEPENDS ${sysroot_stamps})
add_dependencies(perisphere_sdk perisphere_sdk_sysroot)
set_property(TARGET perisphere_sdk PROPERTY PERISPHERE_SYSROOT "${sysroot}")
set_property(TARGET perisphere_sdk PROPERTY PERISPHERE_COMPILER "${device_compiler}/arm-poky-linux-musleabi-gcc")
