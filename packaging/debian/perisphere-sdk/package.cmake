if(NOT CMAKE_CROSSCOMPILING)
  # Named here: CPack would ask of each of the system root's thousands of files whether it is a program, which takes minutes.
  set(CPACK_DEBIAN_SDK_PACKAGE_SHLIBDEPS OFF)
  perisphere_package(sdk NAME perisphere-sdk FOLDER lib/perisphere SECTION devel
    SUMMARY "SDK for apps of secured Linux IoT devices of the MT3620 kind"
    DESCRIPTION "The command perisphere, CMake functions and toolchain files, headers,
libraries and board definitions that apps for the application core and the
real-time cores are built with. Its API is that of Azure Sphere's applibs.
Existing projects build with AzureSphereDefaultSDKDir=/usr/lib/perisphere/"
    DEPENDS cmake ninja-build g++-arm-linux-gnueabihf libc6 libcapstone4 libdw1 libdynarmic6 libelf1 libfmt9 libgcc-s1
      libre2-9 libssl3 libstdc++6 libuv1 libyaml-cpp0.7 libzydis4.0
    RECOMMENDS "perisphere-simulator (= ${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE})" gcc-arm-none-eabi
      libnewlib-arm-none-eabi g++ gdb-multiarch
    SUGGESTS gdb gdbserver libcurl4-openssl-dev libwolfssl-dev)
endif()
