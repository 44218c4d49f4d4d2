# Toolchain file of host mode: a high-level app built for this machine, to be run as a plain process. The functions
# are the same; azsphere_target_add_image_package leaves a checked application folder instead of a package.
set(AS_INT_APP_TYPE "HLApp" CACHE INTERNAL "Kind of app: HLApp or RTApp")
set(PERISPHERE_HOST_MODE ON CACHE INTERNAL "Built for this machine instead of the device")
include("${CMAKE_CURRENT_LIST_DIR}/AzureSphereToolchainBase.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/PerisphereHighLevelFlags.cmake")

# The headers and libraries of the device that this machine has no own of.
set(AZURE_SPHERE_API_SET_DIR "${AZURE_SPHERE_SDK_PATH}/NativeLibs"
  CACHE INTERNAL "Headers and libraries that apps are built against")
foreach(language C CXX)
  set(CMAKE_${language}_STANDARD_INCLUDE_DIRECTORIES "${AZURE_SPHERE_API_SET_DIR}/usr/include")
  foreach(folder azureiot azure_prov_client azure_c_shared_utility)
    list(APPEND CMAKE_${language}_STANDARD_INCLUDE_DIRECTORIES "${AZURE_SPHERE_API_SET_DIR}/usr/include/${folder}")
  endforeach()
endforeach()
list(APPEND CMAKE_PREFIX_PATH "${AZURE_SPHERE_API_SET_DIR}/usr")

# glibc shows with these what musl shows on the device. EXTERNAL_OPTS_OPENVPN is how wolfSSL's headers are told to
# read the options that the library was built with. On ARM char has no sign.
string(JOIN " " _perisphere_target -D_DEFAULT_SOURCE -D_POSIX_C_SOURCE=200809L -D_XOPEN_SOURCE=700
  -DEXTERNAL_OPTS_OPENVPN -fPIC -funsigned-char)
set(CMAKE_C_FLAGS_INIT "${_perisphere_target} -std=c11 ${PERISPHERE_C_FLAGS}")
set(CMAKE_CXX_FLAGS_INIT "${_perisphere_target} ${PERISPHERE_CXX_FLAGS}")
set(_perisphere_libraries "${AZURE_SPHERE_API_SET_DIR}/usr/lib")
# libperisphere-host stands before libc, for read(2) and write(2) on buses. It is linked, not preloaded, because the
# sanitizers' libraries want to be first.
set(CMAKE_EXE_LINKER_FLAGS_INIT "-L\"${_perisphere_libraries}\" -Wl,-rpath,\"${_perisphere_libraries}\" \
-Wl,--no-undefined -Wl,--gc-sections -Wl,--push-state,--no-as-needed -lperisphere-host -Wl,--pop-state")

# The device's C library has the mathematical functions in it; projects do not link them.
set(CMAKE_C_STANDARD_LIBRARIES_INIT -lm)
set(CMAKE_CXX_STANDARD_LIBRARIES_INIT -lm)

# PERISPHERE_SANITIZE=address,undefined builds the app with these sanitizers.
if(PERISPHERE_SANITIZE)
  foreach(flags CMAKE_C_FLAGS_INIT CMAKE_CXX_FLAGS_INIT CMAKE_EXE_LINKER_FLAGS_INIT)
    string(APPEND ${flags} " -fsanitize=${PERISPHERE_SANITIZE}")
  endforeach()
endif()
