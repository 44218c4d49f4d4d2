if(NOT CMAKE_CROSSCOMPILING)
  perisphere_package(simulator NAME perisphere-simulator FOLDER lib/perisphere SECTION electronics
    SUMMARY "simulated boards for apps of devices of the MT3620 kind"
    DESCRIPTION "The emulated application core, the boards that come with Perisphere, and
the desktop program Perisphere Studio. Apps run on them as they are for the
device, from the command line, in tests, with a debugger."
    DEPENDS "perisphere-sdk (= ${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE})"
    RECOMMENDS gdb-multiarch)
endif()
